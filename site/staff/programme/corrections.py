"""Corrections (overrides) of imported talks, speakers and rooms: drafts, revisions, preview, publishing."""

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.snippets import CreateView, IndexView

from common.scope import ConferenceModelForm
from conference import scope
from conference.models import RoomOverride, SpeakerOverride, TalkOverride
from staff.listing import DeskIndexView
from staff.programme.base import CorrectionViewSet
from staff.programme.portraits import clean_portrait


class CorrectionForm(ConferenceModelForm):
    """The form of a correction: what it corrects is chosen once; fields to hide are ticked."""

    blanked_fields = forms.MultipleChoiceField(
        label=_("Show nothing for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Visitors see nothing there, whatever was imported."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        model = type(self.instance)
        corrected = model._meta.get_field(model.PARENT_FIELD)
        self.fields["blanked_fields"].choices = [
            (name, capfirst(corrected.related_model._meta.get_field(name).verbose_name)) for name in model.BLANKABLE
        ]
        if self.instance.pk:
            self.fields[model.PARENT_FIELD].disabled = True


class SpeakerCorrectionForm(CorrectionForm):
    """The form of a speaker's correction."""

    def clean_override_photo(self) -> object:
        """Return the portrait."""
        return clean_portrait(self.cleaned_data["override_photo"])


class CorrectionIndexView(DeskIndexView, IndexView):
    """The listing of corrections of one kind."""

    title_label = _("Corrects")
    default_ordering = "-updated_at"
    empty_text = _("Nothing is corrected. Open an imported talk, speaker or room and choose “Correct this”.")

    def get_base_queryset(self) -> object:
        """Return the corrections with what they correct."""
        return super().get_base_queryset().select_related(self.model.PARENT_FIELD, "latest_revision")


class CorrectionCreateView(CreateView):
    """A new correction; `?talk=7` (speaker, room) says of what. What has one already leads to it."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer the request."""
        corrected = self.get_corrected()
        override = getattr(corrected, "override", None)
        if override is None or request.method != "GET":
            return super().dispatch(request, *args, **kwargs)
        messages.info(request, _("There is a correction already."))
        return redirect(reverse(self.edit_url_name, args=[override.pk]))

    def get_corrected(self) -> Model | None:
        """Return what the address names; `Http404` when it is not of this conference."""
        name = self.model.PARENT_FIELD
        key = self.request.GET.get(name)
        objects = self.model._meta.get_field(name).related_model.objects.select_related("override")
        return scope.get_or_404(objects, self.conference, pk=key) if key else None

    def get_initial_form_instance(self) -> Model:
        """Return the new correction."""
        instance = super().get_initial_form_instance() or self.model()
        instance.created_by = self.request.user
        if corrected := self.get_corrected():
            setattr(instance, self.model.PARENT_FIELD, corrected)
        return instance


def blanks_column() -> Column:
    """Return the column that counts the hidden fields."""
    return Column("blanked", label=_("Shows nothing for"), accessor=lambda row: ", ".join(row.blanked_fields))


def state_of(row: Model) -> str:
    """Return whether visitors see the correction; Wagtail's own words would take a statement for each row."""
    if not row.live:
        return _("Draft")
    return _("Published, newer draft") if row.has_unpublished_changes else _("Published")


def state_column() -> StatusTagColumn:
    """Return the column that says whether visitors see the correction."""
    return StatusTagColumn("state", label=_("Status"), accessor=state_of, sort_key="live", primary=lambda row: row.live)


class SnippetOfCorrections(CorrectionViewSet):
    """What the three desks of corrections share."""

    index_view_class = CorrectionIndexView
    add_view_class = CorrectionCreateView
    base_form_class = CorrectionForm


def corrects(name: str) -> FieldPanel:
    """Return the panel that chooses what is corrected; it cannot be left for later, not even in a draft."""
    return FieldPanel(name, required_on_save=True)


class TalkCorrectionIndexView(CorrectionIndexView):
    """The listing of corrected talks."""

    search_fields = ["talk__title", "override_title", "note"]
    fetch_one = ("override_room__override",)
    more_columns = [
        Column("override_title", label=_("New title")),
        Column("is_cancelled", label=_("Cancelled"), accessor=lambda row: _("Cancelled") if row.is_cancelled else ""),
        blanks_column(),
        Column("note", label=_("Note for the team")),
        state_column(),
    ]
    export_columns = {
        "talk": (_("Talk"), lambda row: row.talk.title),
        "title": (_("New title"), lambda row: row.override_title),
        "cancelled": (_("Cancelled"), lambda row: row.is_cancelled),
        "note": (_("Note for the team"), lambda row: row.note),
        "status": (_("Status"), lambda row: str(state_of(row))),
    }


class TalkCorrections(SnippetOfCorrections):
    """Corrections of talks."""

    model = TalkOverride
    admin_url_namespace = "corrected_talks"
    base_url_path = "programme/corrected-talks"
    menu_label = _("Corrected talks")
    menu_order = 70
    index_view_class = TalkCorrectionIndexView
    panels = [
        corrects("talk"),
        FieldPanel("is_cancelled"),
        FieldPanel("override_title"),
        FieldPanel("override_abstract"),
        MultiFieldPanel(
            [
                FieldPanel("override_room"),
                FieldRowPanel([FieldPanel("override_slot_start"), FieldPanel("override_slot_end")]),
            ],
            heading=_("Where and when"),
        ),
        FieldPanel("blanked_fields"),
        FieldPanel("note"),
    ]


class SpeakerCorrectionIndexView(CorrectionIndexView):
    """The listing of corrected speakers."""

    search_fields = ["speaker__name", "override_name", "note"]
    more_columns = [
        Column("override_name", label=_("New name")),
        blanks_column(),
        Column("note", label=_("Note for the team")),
        state_column(),
    ]
    export_columns = {
        "speaker": (_("Speaker"), lambda row: row.speaker.name),
        "name": (_("New name"), lambda row: row.override_name),
        "note": (_("Note for the team"), lambda row: row.note),
        "status": (_("Status"), lambda row: str(state_of(row))),
    }


class SpeakerCorrections(SnippetOfCorrections):
    """Corrections of speakers."""

    model = SpeakerOverride
    admin_url_namespace = "corrected_speakers"
    base_url_path = "programme/corrected-speakers"
    menu_label = _("Corrected speakers")
    menu_order = 80
    index_view_class = SpeakerCorrectionIndexView
    base_form_class = SpeakerCorrectionForm
    panels = [
        corrects("speaker"),
        FieldPanel("override_name"),
        FieldPanel("override_biography"),
        FieldPanel("override_photo"),
        FieldPanel("override_email"),
        FieldPanel("blanked_fields"),
        FieldPanel("note"),
    ]


class RoomCorrectionIndexView(CorrectionIndexView):
    """The listing of corrected rooms."""

    search_fields = ["room__name", "override_name", "note"]
    more_columns = [
        Column("override_name", label=_("New name")),
        Column("override_capacity", label=_("New number of seats")),
        blanks_column(),
        Column("note", label=_("Note for the team")),
        state_column(),
    ]
    export_columns = {
        "room": (_("Room"), lambda row: row.room.name),
        "name": (_("New name"), lambda row: row.override_name),
        "seats": (_("New number of seats"), lambda row: row.override_capacity),
        "note": (_("Note for the team"), lambda row: row.note),
        "status": (_("Status"), lambda row: str(state_of(row))),
    }


class RoomCorrections(SnippetOfCorrections):
    """Corrections of rooms."""

    model = RoomOverride
    admin_url_namespace = "corrected_rooms"
    base_url_path = "programme/corrected-rooms"
    menu_label = _("Corrected rooms")
    menu_order = 90
    index_view_class = RoomCorrectionIndexView
    panels = [
        corrects("room"),
        FieldPanel("override_name"),
        FieldPanel("override_description"),
        FieldPanel("override_capacity"),
        FieldPanel("blanked_fields"),
        FieldPanel("note"),
    ]
