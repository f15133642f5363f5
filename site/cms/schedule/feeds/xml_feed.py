"""The schedule in frab's XML format, as Giggity, EventFahrplan and video teams read it."""

from xml.etree.ElementTree import Element, SubElement, tostring

from cms.schedule.addresses import Addresses
from cms.schedule.feeds import names
from conference.models import Conference
from conference.queries.days import day_bounds
from conference.queries.schedule_rows import DayRow, Schedule, SlotRow

CONTENT_TYPE = "application/xml; charset=utf-8"
# the format wants this length and each code once, so that a talk's second slot goes without
CODE_LENGTH = 6


def schedule_xml(conference: Conference, schedule: Schedule, addresses: Addresses, *, system: str) -> bytes:
    """Return the whole schedule; `addresses` are absolute, `system` is the site's host."""
    root = Element("schedule")
    SubElement(root, "generator", name=names.GENERATOR, system=system)
    _text(root, "url", addresses.feed("schedule.xml"))
    _text(root, "version", schedule.updated_at.isoformat(timespec="seconds") if schedule.updated_at else "")
    # the format asks for at least one day
    days = schedule.days or (DayRow(conference.start_date, 1, *day_bounds(conference.start_date, conference.tz), ()),)
    _conference(root, conference, schedule, addresses, len(days))
    codes: set[str] = set()
    for day in days:
        _day(root, conference, day, addresses, codes)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _conference(root: Element, conference: Conference, schedule: Schedule, addresses: Addresses, days: int) -> None:
    about = SubElement(root, "conference")
    _text(about, "acronym", names.acronym(conference))
    _text(about, "title", conference.name)
    _text(about, "start", conference.start_date.isoformat())
    _text(about, "end", conference.end_date.isoformat())
    _text(about, "days", str(days))
    _text(about, "timeslot_duration", names.TIMESLOT)
    _text(about, "base_url", addresses.base)
    _text(about, "url", addresses.index())
    _text(about, "time_zone_name", conference.tz.key)
    for name, (_index, colour) in schedule.tracks.items():
        track = SubElement(about, "track", name=names.plain(name))
        if slug := names.track_slug(name):
            track.set("slug", slug)
        if colour:
            track.set("color", colour)


def _day(root: Element, conference: Conference, day: DayRow, addresses: Addresses, codes: set[str]) -> None:
    element = SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.date.isoformat(),
        start=day.start.isoformat(),
        end=day.end.isoformat(),
    )
    rooms: dict[str, Element] = {}
    for slot in day.slots:
        name = names.room_name(conference, slot)
        if name not in rooms:
            rooms[name] = SubElement(element, "room", name=name)
            if slot.room is not None:
                rooms[name].set("guid", names.room_guid(conference, slot.room))
        _event(rooms[name], conference, slot, addresses, codes)


def _event(room: Element, conference: Conference, slot: SlotRow, addresses: Addresses, codes: set[str]) -> None:
    talk = slot.talk
    event = SubElement(room, "event", id=str(slot.id), guid=str(slot.uid))
    if talk and len(talk.code) == CODE_LENGTH and names.CODE.fullmatch(talk.code) and talk.code not in codes:
        event.set("code", talk.code)
        codes.add(talk.code)
    _text(event, "room", names.room_name(conference, slot))
    _text(event, "title", names.title(slot))
    _text(event, "type", names.kind(slot))
    _text(event, "date", slot.start.isoformat())
    _text(event, "start", f"{slot.start:%H:%M}")
    _text(event, "duration", names.hours(slot.minutes))
    _text(event, "abstract", talk.abstract if talk else "")
    _text(event, "slug", names.slot_slug(conference, slot))
    _text(event, "track", talk.track if talk else "")
    _text(event, "url", addresses.talk(talk.code) if talk else addresses.day(slot.day))
    if talk is None:
        return
    _text(event, "language", talk.language)
    _text(event, "description", talk.description)
    people = SubElement(event, "persons")
    for speaker in talk.speakers:
        person = SubElement(people, "person", id=str(speaker.id), guid=names.person_guid(conference, speaker))
        person.text = names.plain(speaker.name)
    recording = SubElement(event, "recording")
    _text(recording, "license", "")
    _text(recording, "optout", "true" if talk.do_not_record else "false")
    if talk.resources:
        attachments = SubElement(event, "attachments")
        for resource in talk.resources:
            attachment = SubElement(attachments, "attachment", href=names.plain(resource.get("url", "")))
            attachment.text = names.plain(resource.get("title", ""))


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = names.plain(text)
