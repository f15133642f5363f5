"""Columns that several listings of the programme share."""

import datetime as dt

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column


def moment(value: dt.datetime | None) -> str:
    """Return weekday, day and time in the zone of the view, which is the conference's; "" for none."""
    return date_format(timezone.localtime(value), "D j M, H:i") if value else ""


def zone(value: dt.datetime | None) -> str:
    """Return the zone's abbreviation at that moment, "" for none."""
    return timezone.localtime(value).tzname() if value else ""


class MomentColumn(Column):
    """A column with a day and time; each cell names the zone."""

    def get_value(self, instance: Model) -> str:
        """Return the cell's text."""
        return moment_in_zone(super().get_value(instance))


def moment_in_zone(value: dt.datetime | None) -> str:
    """Return weekday, day, time and zone; "" for none."""
    return f"{moment(value)} {zone(value)}" if value else ""


def names(people: object) -> str:
    """Return the speakers' names as visitors see them, separated by commas."""
    return ", ".join(person.effective_name for person in people)


def room_column() -> Column:
    """Return the column with the room as visitors see it."""
    return Column("room", label=_("Room"), accessor=lambda row: room_name(getattr(row, "effective_room", row.room)))


def room_name(room: object) -> str:
    """Return the room's name as visitors see it, "" for none."""
    return room.effective_name if room else ""
