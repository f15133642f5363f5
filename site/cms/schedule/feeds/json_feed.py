"""The schedule in c3voc's JSON format (https://c3voc.de/schedule/schema.json)."""

import json

from cms.schedule.addresses import Addresses
from cms.schedule.feeds import names
from conference.models import Conference
from conference.queries.schedule_rows import DayRow, RoomRow, Schedule, SlotRow, SpeakerRow

CONTENT_TYPE = "application/json; charset=utf-8"
SCHEMA = "https://c3voc.de/schedule/schema.json"


def schedule_json(conference: Conference, schedule: Schedule, addresses: Addresses, *, origin: str) -> bytes:
    """Return the whole schedule; `addresses` are absolute, `origin` is the site's scheme and host."""
    document = {
        "$schema": SCHEMA,
        "generator": {"name": names.GENERATOR},
        "schedule": {
            "version": _version(schedule),
            "url": addresses.feed("schedule.json"),
            "base_url": addresses.base,
            "conference": _conference(conference, schedule, addresses, origin),
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _version(schedule: Schedule) -> str:
    return schedule.updated_at.isoformat(timespec="seconds") if schedule.updated_at else ""


def _conference(conference: Conference, schedule: Schedule, addresses: Addresses, origin: str) -> dict:
    about = {
        "acronym": names.acronym(conference),
        "title": names.plain(conference.name),
        "start": conference.start_date.isoformat(),
        "end": conference.end_date.isoformat(),
        "daysCount": len(schedule.days),
        "timeslot_duration": names.TIMESLOT,
        "url": addresses.index(),
        "tracks": [_track(name, colour) for name, (_index, colour) in schedule.tracks.items()],
        "rooms": [_room(conference, room) for room in schedule.rooms],
        "days": [_day(conference, day, addresses, origin) for day in schedule.days],
    }
    if names.ZONE.match(conference.tz.key):
        about["time_zone_name"] = conference.tz.key
    return about


def _track(name: str, colour: str) -> dict:
    track = {"name": names.plain(name)}
    if slug := names.track_slug(name):
        track["slug"] = slug
    if colour:
        track["color"] = colour
    return track


def _room(conference: Conference, room: RoomRow) -> dict:
    return {
        "name": names.plain(room.name),
        "guid": names.room_guid(conference, room),
        "description": names.plain(room.description) or None,
        "capacity": room.capacity,
    }


def _day(conference: Conference, day: DayRow, addresses: Addresses, origin: str) -> dict:
    rooms: dict[str, list[dict]] = {}
    for slot in day.slots:
        rooms.setdefault(names.room_name(conference, slot), []).append(_event(conference, slot, addresses, origin))
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": day.start.isoformat(),
        "day_end": day.end.isoformat(),
        "rooms": rooms,
    }


def _event(conference: Conference, slot: SlotRow, addresses: Addresses, origin: str) -> dict:
    talk = slot.talk
    event = {
        "guid": str(slot.uid),
        "id": slot.id,
        "date": slot.start.isoformat(),
        "start": f"{slot.start:%H:%M}",
        "end": slot.end.isoformat(),
        "duration": names.hours(slot.minutes),
        "room": names.room_name(conference, slot),
        "slug": names.slot_slug(conference, slot),
        "url": addresses.talk(talk.code) if talk else addresses.day(slot.day),
        "title": names.title(slot),
        "subtitle": None,
        "track": names.plain(talk.track) or None if talk else None,
        "type": names.kind(slot),
        "language": talk.language or None if talk else None,
        "abstract": names.plain(talk.abstract) or None if talk else None,
        "description": names.plain(talk.description) or None if talk else None,
        "do_not_record": talk.do_not_record if talk else None,
        "persons": [_person(conference, speaker, addresses, origin) for speaker in talk.speakers] if talk else [],
        "links": [],
        "attachments": [
            {"url": resource["url"], "title": names.plain(resource.get("title", ""))}
            for resource in (talk.resources if talk else ())
            if resource.get("url")
        ],
    }
    if talk and names.CODE.fullmatch(talk.code):
        event["code"] = talk.code
    return event


def _person(conference: Conference, speaker: SpeakerRow, addresses: Addresses, origin: str) -> dict:
    person = {
        "guid": names.person_guid(conference, speaker),
        "name": names.plain(speaker.name),
        "url": addresses.speaker(speaker.code),
        "avatar": absolute(speaker.photo_url, origin) or None,
    }
    if names.CODE.fullmatch(speaker.code):
        person["code"] = speaker.code
    return person


def absolute(url: str, origin: str) -> str:
    """Return `url` with the site's scheme and host when it has none of its own; "" stays ""."""
    return f"{origin}{url}" if url.startswith("/") and not url.startswith("//") else url
