"""Columns with days and times, for every listing of the staff's desks."""

import datetime as dt

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
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
