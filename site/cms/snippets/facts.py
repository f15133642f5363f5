"""Facts of the conference: typed once, named in texts, in effect everywhere on saving."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from cms.fact_uses import places_of
from cms.panels import FactsPanel
from cms.snippets.confirm import ConfirmedEditView, Consequence
from cms.snippets.one_each import OneEachViewSet
from common.scope import ConferenceModelForm
from conference.facts import BUILT_IN, facts_for
from conference.models import Conference, ConferenceFacts
from conference.queries.site_texts import KeyDateRow, SiteTexts

FORMSETS = ("key_dates", "free_facts")


class FactsForm(ConferenceModelForm):
    """Refuses names that are taken, and to lose a name that some text uses."""

    def clean(self) -> dict:
        """Check the names of dates and facts against each other and against their uses."""
        cleaned = super().clean()
        names = self._names()
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValidationError(_("Used twice: %(names)s.") % {"names": ", ".join(sorted(twice))})
        if taken := set(names) & BUILT_IN.keys():
            raise ValidationError(
                _("Every conference has these already: %(names)s.") % {"names": ", ".join(sorted(taken))}
            )
        for lost in sorted(self._stored() - set(names)):
            if places := places_of(self.instance.conference, lost):
                raise ValidationError(
                    _("“%(name)s” cannot go or get another name, because these texts use it: %(places)s.")
                    % {"name": lost, "places": ", ".join(title for title, _address in places)}
                )
        return cleaned

    def texts(self) -> SiteTexts:
        """Return the dates and facts as they would be after saving."""
        dates, facts = (self._rows(name) for name in FORMSETS)
        return SiteTexts(
            key_dates=tuple(KeyDateRow(row["slug"], row["label"], row.get("day"), row.get("time")) for row in dates),
            free_facts={row["slug"]: row["text"] for row in facts},
        )

    def _names(self) -> list[str]:
        return [row["slug"] for name in FORMSETS for row in self._rows(name)]

    def _rows(self, name: str) -> list[dict]:
        """The valid rows of a formset that are not about to be deleted."""
        formset = self.formsets.get(name)
        rows = [form.cleaned_data for form in formset.forms if form.is_valid()] if formset is not None else []
        return [row for row in rows if row.get("slug") and not row.get("DELETE")]

    def _stored(self) -> set[str]:
        stored = ConferenceFacts.objects.get(pk=self.instance.pk)
        return {row.slug for name in FORMSETS for row in getattr(stored, name).all()}


class FactsEditView(ConfirmedEditView):
    """Lists the texts that will read differently before the facts are saved."""

    success_message = gettext_lazy("The facts are in effect.")

    def consequences(self, form: FactsForm) -> list[Consequence]:
        """Compare every fact with what it would be."""
        stored = Conference.objects.select_related("facts").get(pk=form.instance.conference_id)
        old = facts_for(stored)
        stored.facts = form.instance
        new = facts_for(stored, form.texts())
        return [
            Consequence(
                _("{{ %(name)s }} was “%(old)s” and will be “%(new)s”")
                % {"name": name, "old": old[name], "new": new[name]},
                tuple(places),
            )
            for name in old
            if name in new and old[name] != new[name] and (places := places_of(stored, name))
        ]


class ConferenceFactsViewSet(OneEachViewSet):
    """The facts of the conference."""

    model = ConferenceFacts
    icon = "clipboard-list"
    menu_label = gettext_lazy("Facts")
    menu_order = 40
    edit_view_class = FactsEditView
    base_form_class = FactsForm
    panels = [
        FieldPanel("tagline"),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("conduct_contact"),
                FieldRowPanel([FieldPanel("sender_name"), FieldPanel("reply_address")]),
                FieldPanel("hashtag"),
            ],
            heading=gettext_lazy("Contacts"),
        ),
        InlinePanel(
            "key_dates",
            [
                FieldRowPanel([FieldPanel("label"), FieldPanel("slug")]),
                FieldRowPanel([FieldPanel("day"), FieldPanel("time")]),
            ],
            heading=gettext_lazy("Key dates"),
            label=gettext_lazy("Key date"),
            help_text=gettext_lazy("Days and times are read in the conference’s time zone."),
        ),
        InlinePanel(
            "free_facts",
            [FieldPanel("slug"), FieldPanel("text")],
            heading=gettext_lazy("Other facts"),
            label=gettext_lazy("Fact"),
        ),
        InlinePanel(
            "social_links",
            [FieldRowPanel([FieldPanel("label"), FieldPanel("url")])],
            heading=gettext_lazy("Accounts elsewhere"),
            label=gettext_lazy("Account"),
        ),
        FactsPanel(),
    ]
