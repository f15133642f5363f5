"""What the pages tell search engines, in schema.org's words.

Every value is ours or a visitor's text, so the result is escaped for a script element: it can neither end it nor begin
a comment.
"""

import json
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from cms.schedule.addresses import Addresses
from conference.models import Conference
from conference.queries.schedule_rows import DayRow, SlotRow, SpeakerRow, TalkRow

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
CONTEXT = "https://schema.org"
STATUS = "https://schema.org/Event"


def event(request: HttpRequest, conference: Conference, addresses: Addresses, days: Iterable[DayRow]) -> SafeString:
    """Return the conference as an event; the talks of `days` are its parts."""
    about = conference_event(request, conference, addresses)
    parts = [_part(request, conference, addresses, slot) for day in days for slot in day.slots if slot.talk is not None]
    return in_script({"@context": CONTEXT, **about, **({"subEvent": parts} if parts else {})})


def talk(
    request: HttpRequest, conference: Conference, addresses: Addresses, row: TalkRow, slots: Iterable[dict]
) -> SafeString:
    """Return one event per slot of a talk; "" while it has no time, because an event must have one."""
    whole = conference_event(request, conference, addresses)
    events = [
        {
            "@context": CONTEXT,
            **_part(request, conference, addresses, entry["slot"]),
            "performer": [
                {
                    "@type": "Person",
                    "name": speaker.name,
                    "url": request.build_absolute_uri(addresses.speaker(speaker.code)),
                }
                for speaker in row.speakers
            ],
            "superEvent": whole,
        }
        for entry in slots
    ]
    return in_script(events[0] if len(events) == 1 else events) if events else mark_safe("")


def person(request: HttpRequest, speaker: SpeakerRow, address: str) -> SafeString:
    """Return a speaker's page."""
    about = {"@type": "Person", "name": speaker.name, "url": request.build_absolute_uri(address)}
    if speaker.photo_url:
        about["image"] = request.build_absolute_uri(speaker.photo_url)
    return in_script({"@context": CONTEXT, "@type": "ProfilePage", "mainEntity": about})


def conference_event(request: HttpRequest, conference: Conference, addresses: Addresses) -> dict:
    """Return the conference itself."""
    return {
        "@type": "Event",
        "name": conference.name,
        "startDate": conference.start_date.isoformat(),
        "endDate": conference.end_date.isoformat(),
        "eventStatus": f"{STATUS}Scheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _place(conference),
        "url": request.build_absolute_uri(addresses.index()),
    }


def in_script(data: object) -> SafeString:
    """Return JSON that is safe inside a script element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))  # noqa: S308 - all of "<>&" is escaped


def _part(request: HttpRequest, conference: Conference, addresses: Addresses, slot: SlotRow) -> dict:
    part = {
        "@type": "Event",
        "name": slot.title,
        "startDate": slot.start.isoformat(),
        "endDate": slot.end.isoformat(),
        "eventStatus": f"{STATUS}Scheduled",
        "location": _place(conference, slot.room.name if slot.room is not None else ""),
        "url": request.build_absolute_uri(addresses.talk(slot.talk.code)),
    }
    if slot.is_cancelled:
        part["eventStatus"] = f"{STATUS}Cancelled"
    elif slot.previous_start is not None and slot.previous_start != slot.start:
        part |= {"eventStatus": f"{STATUS}Rescheduled", "previousStartDate": slot.previous_start.isoformat()}
    return part


def _place(conference: Conference, room: str = "") -> dict:
    name = ", ".join(part for part in (room, conference.venue) if part) or conference.name
    place = {"@type": "Place", "name": name}
    if conference.address:
        place["address"] = conference.address
    return place
