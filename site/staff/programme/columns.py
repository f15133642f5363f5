"""Columns that several listings of the programme share."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column


def names(people: object) -> str:
    """Return the speakers' names as visitors see them, separated by commas."""
    return ", ".join(person.effective_name for person in people)


def room_column() -> Column:
    """Return the column with the room as visitors see it."""
    return Column("room", label=_("Room"), accessor=lambda row: room_name(getattr(row, "effective_room", row.room)))


def room_name(room: object) -> str:
    """Return the room's name as visitors see it, "" for none."""
    return room.effective_name if room else ""
