"""Slots: when and where talks and breaks take place. Imported ones follow Pretalx, our own are edited."""

import django_filters
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import log

from common.scope import ConferenceModelForm
from conference.models import Room, ScheduleSlot
from conference.services.own_slots import delete_slot, save_slot
from staff.columns import MomentColumn, moment_in_zone
from staff.filters import WagtailFilterSet, origin_filter, public_filter
from staff.programme.base import ProgrammeViewSet, origin_column, status_column
from staff.programme.columns import room_column, room_name
from staff.programme.origin import is_own, own
from staff.programme.views import OwnDeleteView, ProgrammeIndexView, ProgrammeInspectView


class SlotFilters(WagtailFilterSet):
    """Filters of the slots."""

    slot_type = django_filters.ChoiceFilter(choices=ScheduleSlot.Kind.choices, label=_("Kind"))
    room = django_filters.ModelChoiceFilter(queryset=Room.objects.all(), label=_("Room"))
    origin = origin_filter(own(ScheduleSlot))
    public = public_filter()

    class Meta:
        model = ScheduleSlot
        fields = []


class SlotIndexView(ProgrammeIndexView):
    """The listing of slots."""

    title_field = "display_title"
    title_label = _("What")
    default_ordering = "start"
    filterset_class = SlotFilters
    search_fields = ["title", "talk__title", "talk__override__override_title"]
    fetch_one = ("room__override", "talk__override")
    empty_text = _(
        "No slots yet. They come with Pretalx’s released schedule; add breaks and social events of your own."
    )
    more_columns = [
        Column("slot_type", label=_("Kind"), accessor="get_slot_type_display", sort_key="slot_type"),
        MomentColumn("start", label=_("Starts"), sort_key="start"),
        MomentColumn("end", label=_("Ends"), sort_key="end"),
        room_column(),
        origin_column(),
        status_column(),
    ]
    export_columns = {
        "what": (_("What"), lambda slot: slot.display_title),
        "kind": (_("Kind"), lambda slot: str(slot.get_slot_type_display())),
        "starts": (_("Starts"), lambda slot: slot.start),
        "ends": (_("Ends"), lambda slot: slot.end),
        "room": (_("Room"), lambda slot: room_name(slot.room)),
        "origin": (_("Origin"), lambda slot: str(_("Our own") if is_own(slot) else _("Imported"))),
    }


class SlotForm(ConferenceModelForm):
    """The form of a slot made by hand; its talk follows."""

    def save(self, commit: bool = True) -> ScheduleSlot:
        """Store the slot through the service; without `commit` only fill it."""
        slot = super().save(commit=False)
        return save_slot(slot) if commit else slot


class SlotDeleteView(OwnDeleteView):
    """Deletes a slot; its talk follows."""

    def delete_action(self) -> None:
        """Log and delete the slot."""
        with transaction.atomic():
            log(instance=self.object, action="wagtail.delete", user=self.request.user, deleted=True)
            delete_slot(self.object)


class SlotInspectView(ProgrammeInspectView):
    """One slot; an imported one is moved by correcting its talk."""

    def get_start_display_value(self) -> str:
        """Return the start."""
        return moment_in_zone(self.object.start)

    def get_end_display_value(self) -> str:
        """Return the end."""
        return moment_in_zone(self.object.end)


class SlotViewSet(ProgrammeViewSet):
    """The desk of slots."""

    model = ScheduleSlot
    name = "slots"
    url_prefix = "programme/slots"
    icon = "calendar-alt"
    menu_order = 40
    index_view_class = SlotIndexView
    base_form_class = SlotForm
    delete_view_class = SlotDeleteView
    inspect_view_class = SlotInspectView
    inspect_view_fields = ["display_title", "slot_type", "start", "end", "room", "is_public"]
    panels = [
        FieldPanel("slot_type"),
        FieldPanel("talk"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("room"),
        FieldPanel("is_public"),
    ]
