"""The days of a conference for somebody's calendar."""

import datetime as dt
import re

from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from conference import links
from conference.models import Conference

CONTENT_TYPE = "text/calendar; charset=utf-8"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def conference_days(conference: Conference, *, code: str = "") -> bytes:
    """Return a calendar file with one entry over all days of the conference; with `code`, it leads to that ticket."""
    event = Event()
    event.add("uid", f"days-of-{conference.slug}@plenary")
    event.add("dtstamp", conference.updated_at.astimezone(dt.UTC))
    event.add("last-modified", conference.updated_at.astimezone(dt.UTC))
    event.add("dtstart", conference.start_date)
    event.add("dtend", conference.end_date + dt.timedelta(days=1))  # the end of whole days is the day after
    event.add("summary", _plain(conference.name))
    place = ", ".join(_plain(part) for part in (conference.venue, conference.address) if part)
    if place:
        event.add("location", place)
    event.add("transp", "OPAQUE")
    address = links.absolute(conference, "ticket", code=code) if code else links.absolute(conference, "schedule")
    if address:
        event.add("url", address)
        with translation.override(conference.language):
            words = _("Your ticket: %(address)s") if code else _("Schedule: %(address)s")
        event.add("description", words % {"address": address})
    document = Calendar()
    document.add("prodid", "-//Plenary//Tickets//EN")
    document.add("version", "2.0")
    document.add("method", "PUBLISH")
    document.add_component(event)
    return document.to_ical()


def file_name(conference: Conference) -> str:
    """Return the name under which the calendar file is handed out."""
    return f"{conference.slug}.ics"


def _plain(text: str) -> str:
    return CONTROL.sub("", text)
