"""The words of the mails that the site sends: each kind can be worded by editors, with its own placeholders."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel, PublishingPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import CreateView, IndexView

from cms.panels import FactsPanel
from common.scheduled import KnowsSchedules
from common.scope import ConferenceModelForm, ConferenceScopedSnippetViewSet
from conference import extension
from conference.facts import check_placeholders, facts_for
from conference.models import MailText

TEXTS = ("subject", "text")


def kinds() -> list[tuple[str, str]]:
    """Return (name, label) of every mail that can be worded."""
    return [(name, str(kind.label)) for name, kind in extension.mail_kinds.items()]


class MailTextForm(ConferenceModelForm):
    """Refuses placeholders that this mail does not fill; which mail it is, is chosen once."""

    kind = forms.ChoiceField(label=_("Mail"), choices=kinds)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["kind"].disabled = True
        self.fields["text"].help_text = _(
            "Markdown: an empty line begins a paragraph, **bold**, [words](address). A link alone in a paragraph "
            "becomes a button."
        )

    def clean(self) -> dict:
        """Check subject and text against what this mail and the conference know."""
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind in extension.mail_kinds:
            known = {*extension.mail_kinds.get(kind).placeholders, *facts_for(self.instance.conference)}
            for name in TEXTS:
                try:
                    check_placeholders(cleaned.get(name) or "", known)
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        return cleaned


class PlaceholdersPanel(Panel):
    """Lists what each mail fills in by itself; for a text that exists only that of its own mail."""

    class BoundPanel(Panel.BoundPanel):
        """The list for one form."""

        template_name = "cms/admin/placeholders_panel.html"

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            """Add (mail, [(placeholder, meaning)])."""
            context = super().get_context_data(parent_context)
            chosen = self.instance.kind
            context["mails"] = [
                (kind.label, [(f"{{{{ {slot} }}}}", meaning) for slot, meaning in kind.placeholders.items()])
                for name, kind in extension.mail_kinds.items()
                if chosen in (name, "")
            ]
            return context


class MailTextIndexView(KnowsSchedules, IndexView):
    """The listing: mails with words of our own, then those that still have the words they came with."""

    def get_context_data(self, *args: object, **kwargs: object) -> dict:
        """Return the template's values; the mails that can be worded only for those who may."""
        context = super().get_context_data(*args, **kwargs)
        context["not_worded"] = list(self.not_worded()) if context.get("add_url") else []
        return context

    def not_worded(self) -> Iterator[tuple[str, str]]:
        """Yield (label, address of the form) of each mail without words of our own (one SQL statement)."""
        worded = set(MailText.objects.filter(conference=self.conference).values_list("kind", flat=True))
        add_url = reverse(self.add_url_name)
        for name, label in kinds():
            if name not in worded:
                yield label, f"{add_url}?kind={name}"


class MailTextCreateView(CreateView):
    """A new text; `?kind=` says for which mail, and its words are those the mail came with."""

    def get_initial_form_instance(self) -> Model:
        """Return the new text."""
        instance = super().get_initial_form_instance() or self.model()
        kind = self.request.GET.get("kind")
        if not kind:
            return instance
        if kind not in extension.mail_kinds:
            raise Http404
        declared = extension.mail_kinds.get(kind)
        instance.kind = kind
        with translation.override(self.conference.language):
            instance.subject, instance.text = str(declared.subject), str(declared.text)
        return instance


class MailTextViewSet(ConferenceScopedSnippetViewSet):
    """The mail texts of the conference."""

    model = MailText
    icon = "mail"
    menu_label = _("Mail texts")
    menu_order = 25
    base_form_class = MailTextForm
    index_view_class = MailTextIndexView
    index_results_template_name = "cms/admin/mail_texts.html"
    add_view_class = MailTextCreateView
    list_display = ["__str__", "subject", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["live"]
    search_fields = ["subject", "text"]
    panels = [
        FieldPanel("kind", required_on_save=True),
        FieldPanel("subject"),
        FieldPanel("text", widget=forms.Textarea(attrs={"rows": 16})),
        PlaceholdersPanel(heading=_("What this mail fills in")),
        FactsPanel(),
        PublishingPanel(),
    ]
