"""Rooms: imported ones are corrected, our own are edited."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from conference.models import Room
from staff.filters import WagtailFilterSet, correction_filter, origin_filter, public_filter
from staff.programme.base import ProgrammeViewSet, origin_column, status_column, status_of
from staff.programme.origin import is_own, own
from staff.programme.views import ProgrammeIndexView, ProgrammeInspectView


class RoomFilters(WagtailFilterSet):
    """Filters of the rooms."""

    origin = origin_filter(own(Room))
    correction = correction_filter()
    public = public_filter()

    class Meta:
        model = Room
        fields = []


class RoomIndexView(ProgrammeIndexView):
    """The listing of rooms."""

    title_field = "effective_name"
    title_label = _("Name")
    title_sort_key = "name"
    default_ordering = "position"
    filterset_class = RoomFilters
    search_fields = ["name", "override__override_name"]
    fetch_one = ("override",)
    empty_text = _("No rooms yet. They come with the import from Pretalx; add those it does not know, such as a foyer.")
    more_columns = [
        Column("capacity", label=_("Seats"), accessor="effective_capacity", sort_key="capacity"),
        Column("position", label=_("Position"), sort_key="position"),
        origin_column(),
        status_column(),
    ]
    export_columns = {
        "name": (_("Name"), lambda room: room.effective_name),
        "seats": (_("Seats"), lambda room: room.effective_capacity),
        "position": (_("Position"), lambda room: room.position),
        "origin": (_("Origin"), lambda room: str(_("Our own") if is_own(room) else _("Imported"))),
        "status": (_("Status"), lambda room: str(status_of(room))),
    }


class RoomInspectView(ProgrammeInspectView):
    """One room."""

    effective = {
        "name": "effective_name",
        "description": "effective_description",
        "capacity": "effective_capacity",
    }


class RoomViewSet(ProgrammeViewSet):
    """The desk of rooms."""

    model = Room
    name = "rooms"
    url_prefix = "programme/rooms"
    icon = "home"
    menu_order = 30
    override = "corrected_rooms"
    index_view_class = RoomIndexView
    inspect_view_class = RoomInspectView
    inspect_view_fields = ["name", "description", "capacity", "position", "is_public"]
    panels = ["name", "description", "capacity", "position", "is_public"]
