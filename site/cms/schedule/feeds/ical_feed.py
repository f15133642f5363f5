"""Calendars: one event per slot, with an identity that lasts and times in the event's own time zone.

Everything in them comes from the data (`DTSTAMP` is the last change, not the moment of asking), so that a calendar that
did not change has the same `ETag`.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from cms.schedule.addresses import Addresses
from cms.schedule.feeds.names import plain
from cms.schedule.feeds.time_zone import time_zone
from common import markdown
from conference.models import Conference
from conference.queries.schedule_rows import SlotRow

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Plenary//Schedule//EN"
LONGEST_DESCRIPTION = 2000
ASK_AGAIN = dt.timedelta(hours=1)
A_YEAR = dt.timedelta(days=366)


def calendar(
    conference: Conference, slots: Iterable[SlotRow], addresses: Addresses, *, name: str, address: str
) -> bytes:
    """Return a calendar of these slots; `name` is its title, `address` its own absolute address."""
    slots = tuple(slots)
    document = Calendar()
    document.add("prodid", PRODUCT)
    document.add("version", "2.0")
    document.add("method", "PUBLISH")
    document.add("name", plain(name))
    document.add("x-wr-calname", plain(name))
    document.add("x-wr-timezone", conference.tz.key)
    document.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    document.add("source", address, parameters={"VALUE": "URI"})
    if slots and conference.tz.key != "UTC":
        first, last = min(slot.start for slot in slots), max(slot.end for slot in slots)
        document.add_component(time_zone(conference.tz, first - A_YEAR, last + A_YEAR))
    for slot in slots:
        document.add_component(_event(conference, slot, addresses))
    return document.to_ical()


def _event(conference: Conference, slot: SlotRow, addresses: Addresses) -> Event:
    event = Event()
    event.add("uid", str(slot.uid))
    event.add("dtstamp", slot.updated_at.astimezone(dt.UTC))
    event.add("created", slot.created_at.astimezone(dt.UTC))
    event.add("last-modified", slot.updated_at.astimezone(dt.UTC))
    event.add("sequence", slot.sequence)
    event.add("dtstart", slot.start)
    event.add("dtend", slot.end)
    event.add("summary", plain(slot.title))
    place = ", ".join(plain(part) for part in (slot.room.name if slot.room else "", conference.venue) if part)
    if place:
        event.add("location", place)
    event.add("status", "CANCELLED" if slot.is_cancelled else "CONFIRMED")
    if slot.talk is None:
        event.add("categories", [slot.kind])
        event.add("transp", "TRANSPARENT")
        event.add("url", addresses.day(slot.day))
        return event
    address = addresses.talk(slot.talk.code)
    event.add("url", address)
    categories = [plain(name) for name in (slot.talk.track, slot.talk.type, *slot.talk.tags) if name]
    if categories:
        event.add("categories", categories)
    event.add("description", _description(slot, address))
    return event


def _description(slot: SlotRow, address: str) -> str:
    talk = slot.talk
    parts = [
        _("Cancelled.") if slot.is_cancelled else "",
        ", ".join(speaker.name for speaker in talk.speakers),
        markdown.to_text(talk.abstract)[:LONGEST_DESCRIPTION],
        address,
    ]
    return "\n\n".join(plain(part) for part in parts if part)
