"""Days and times as readers of the page write them: in the language and the time zone that are active."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from conference import dates

register = template.Library()


@register.filter
def day(value: dt.date | dt.datetime | None, style: dates.DayStyle = "day") -> str:
    """Return a day in one of the styles of `conference.dates`; of a moment, the day it is in the active zone."""
    if value is None:
        return ""
    date = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return dates.day_words(date, style, language=get_language() or "")


@register.filter
def clock(value: dt.datetime | None) -> str:
    """Return the time of day of a moment; "" without one."""
    return dates.time_words(value, language=get_language() or "", zone=_zone()) if value is not None else ""


@register.filter
def until(start: dt.datetime | None, end: dt.datetime | None) -> str:
    """Return from when to when: `{{ slot.start|until:slot.end }}`; "" without a start."""
    return dates.times_words(start, end, language=get_language() or "", zone=_zone()) if start is not None else ""


def _zone() -> dt.tzinfo:
    return timezone.get_current_timezone()
