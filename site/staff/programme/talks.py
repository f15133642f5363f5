"""Talks: imported ones are looked at and corrected, our own keynotes are edited."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from common.scope import ConferenceModelForm
from conference.models import Room, Talk
from staff.columns import MomentColumn, moment_in_zone
from staff.filters import ConferenceValues, WagtailFilterSet, correction_filter, origin_filter, public_filter
from staff.programme.base import ProgrammeViewSet, origin_column, status_column, status_of
from staff.programme.columns import names, room_column, room_name
from staff.programme.origin import is_own, own
from staff.programme.views import ProgrammeIndexView, ProgrammeInspectView


class CommaList(forms.CharField):
    """A list of short texts, written with commas between them."""

    def prepare_value(self, value: object) -> object:
        """Return what stands in the input."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        """Return the texts, each once."""
        return list(dict.fromkeys(part for part in map(str.strip, super().clean(value).split(",")) if part))


class TalkForm(ConferenceModelForm):
    """The form of a talk made by hand."""

    tags = CommaList(label=_("Tags"), required=False, help_text=_("Separated by commas."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.schedule_slots.exists():
            for name in ("room", "slot_start", "slot_end"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Set by its slots in the schedule.")


class TalkFilters(WagtailFilterSet):
    """Filters of the talks."""

    track = ConferenceValues(field_name="track", label=_("Track"))
    submission_type = ConferenceValues(field_name="submission_type", label=_("Type"))
    room = django_filters.ModelChoiceFilter(queryset=Room.objects.all(), label=_("Room"))
    origin = origin_filter(own(Talk))
    correction = correction_filter()
    public = public_filter()

    class Meta:
        model = Talk
        fields = []


class TalkIndexView(ProgrammeIndexView):
    """The listing of talks."""

    title_field = "effective_title"
    title_label = _("Title")
    title_sort_key = "sort_name"
    default_ordering = "sort_name"
    filterset_class = TalkFilters
    search_fields = ["title", "code", "override__override_title", "speakers__name"]
    fetch_one = ("room__override", "override__override_room__override")
    fetch_many = ("speakers__override",)
    empty_text = _("No talks yet. Import the programme from Pretalx, or add a keynote of your own.")
    more_columns = [
        Column("speakers", label=_("Speakers"), accessor=lambda talk: names(talk.speakers.all())),
        Column("submission_type", label=_("Type"), sort_key="submission_type"),
        Column("track", label=_("Track"), sort_key="track"),
        MomentColumn("slot_start", label=_("Starts"), accessor="effective_slot_start", sort_key="slot_start"),
        room_column(),
        origin_column(),
        status_column(),
    ]
    export_columns = {
        "code": (_("Code"), lambda talk: talk.code),
        "title": (_("Title"), lambda talk: talk.effective_title),
        "speakers": (_("Speakers"), lambda talk: names(talk.speakers.all())),
        "type": (_("Type"), lambda talk: talk.submission_type),
        "track": (_("Track"), lambda talk: talk.track),
        "tags": (_("Tags"), lambda talk: ", ".join(talk.tags)),
        "minutes": (_("Minutes"), lambda talk: talk.duration),
        "starts": (_("Starts"), lambda talk: talk.effective_slot_start),
        "ends": (_("Ends"), lambda talk: talk.effective_slot_end),
        "room": (_("Room"), lambda talk: room_name(talk.effective_room)),
        "origin": (_("Origin"), lambda talk: str(_("Our own") if is_own(talk) else _("Imported"))),
        "status": (_("Status"), lambda talk: str(status_of(talk))),
    }


class TalkInspectView(ProgrammeInspectView):
    """One talk."""

    effective = {
        "title": "effective_title",
        "abstract": "effective_abstract",
        "state": "effective_state",
        "room": "effective_room",
        "slot_start": "effective_slot_start",
        "slot_end": "effective_slot_end",
    }

    def get_tags_display_value(self) -> str:
        """Return the tags."""
        return ", ".join(self.object.tags)

    def get_slot_start_display_value(self) -> str:
        """Return the imported start."""
        return moment_in_zone(self.object.slot_start)

    def get_slot_end_display_value(self) -> str:
        """Return the imported end."""
        return moment_in_zone(self.object.slot_end)


class TalkViewSet(ProgrammeViewSet):
    """The desk of talks."""

    model = Talk
    name = "talks"
    url_prefix = "programme/talks"
    icon = "openquote"
    menu_order = 10
    override = "corrected_talks"
    index_view_class = TalkIndexView
    inspect_view_class = TalkInspectView
    base_form_class = TalkForm
    inspect_view_fields = [
        "code",
        "title",
        "speakers",
        "submission_type",
        "track",
        "tags",
        "language",
        "duration",
        "state",
        "room",
        "slot_start",
        "slot_end",
        "is_public",
        "do_not_record",
        "abstract",
        "description",
    ]
    panels = [
        FieldPanel("title"),
        FieldPanel("speakers", widget=forms.CheckboxSelectMultiple(attrs={"class": "plenary-long-list"})),
        FieldRowPanel([FieldPanel("submission_type"), FieldPanel("track"), FieldPanel("language")]),
        FieldPanel("abstract"),
        FieldPanel("description"),
        FieldPanel("tags"),
        MultiFieldPanel(
            [
                FieldPanel("room"),
                FieldRowPanel([FieldPanel("slot_start"), FieldPanel("slot_end"), FieldPanel("duration")]),
            ],
            heading=_("Where and when"),
        ),
        FieldRowPanel([FieldPanel("is_public"), FieldPanel("do_not_record")]),
    ]
