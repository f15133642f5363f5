"""What we take from Pretalx, field by field.

An organizer's token also shows notes, reviews and secret links, so nothing is copied that is not named here. A record is
already fit for our columns; `None` in `email`, `tags` or `resources` means "not told", and what we know stays.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from conference.pretalx.errors import LegacyTokenError
from conference.pretalx.texts import clean, line, localized, prose, web_address, whole_number

CODE = re.compile(r"^[\w.-]{1,100}$")
COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")
E_MAIL = re.compile(r"^[^@\s]+@[^@\s]+$")
SOCIAL_WORDS = {
    "social",
    "party",
    "reception",
    "dinner",
    "drinks",
    "film",
    "concert",
    "walk",
    "games",
    "karaoke",
    "beer",
}
OTHER_WORDS = {"registration", "doors", "opening", "closing", "check-in", "cloakroom", "setup"}


@dataclass(frozen=True)
class RoomRecord:
    """A room; `id` is Pretalx's number, unique on that server."""

    id: int
    name: str
    description: str
    capacity: int | None
    position: int


@dataclass(frozen=True)
class SpeakerRecord:
    """A person who speaks; `biography` is Markdown as written."""

    code: str
    name: str
    biography: str
    avatar_url: str
    email: str | None


@dataclass(frozen=True)
class TalkRecord:
    """A confirmed talk; texts are Markdown as written, `duration` in minutes, `speakers` are codes."""

    code: str
    title: str
    abstract: str
    description: str
    submission_type: str
    track: str
    track_colour: str
    tags: tuple[str, ...] | None
    duration: int | None
    state: str
    language: str
    do_not_record: bool
    resources: tuple[dict, ...] | None
    image_url: str
    speakers: tuple[str, ...]


@dataclass(frozen=True)
class SlotRecord:
    """A visible place in the released schedule. `talk` is a code, "" for a break; times know their UTC offset.

    Pretalx numbers its slots anew with each release, so the number is not kept.
    """

    talk: str
    title: str
    room: int | None
    start: datetime
    end: datetime
    slot_type: str


def room_record(raw: dict, languages: Sequence[str]) -> RoomRecord | None:
    """A room; None when it has no usable id."""
    number = whole_number(raw.get("id"))
    if number is None:
        return None
    return RoomRecord(
        id=number,
        name=line(localized(raw.get("name"), languages), 300) or f"#{number}",
        description=prose(localized(raw.get("description"), languages)),
        capacity=whole_number(raw.get("capacity")),
        position=whole_number(raw.get("position")) or 0,
    )


def speaker_record(raw: dict) -> SpeakerRecord | None:
    """A speaker; None when the code cannot be one. The e-mail is only there for an organizer's token."""
    code = clean(raw.get("code"))
    if not CODE.match(code):
        return None
    email = clean(raw.get("email")).strip() if "email" in raw else None
    return SpeakerRecord(
        code=code,
        name=line(clean(raw.get("name")), 300) or code,
        biography=prose(clean(raw.get("biography"))),
        avatar_url=web_address(raw.get("avatar_url"), 500),
        email=email if email is None or (E_MAIL.match(email) and len(email) <= 254) else "",
    )


def talk_record(
    raw: dict, languages: Sequence[str], types: dict, tracks: dict, tag_names: dict | None
) -> TalkRecord | None:
    """A talk; None when the code cannot be one.

    `types` maps ids to names, `tracks` ids to (name, colour), `tag_names` ids of public tags to names (None: not known).
    """
    code = clean(raw.get("code"))
    if not CODE.match(code):
        return None
    speakers = raw.get("speakers") or []
    if any(isinstance(speaker, dict) for speaker in speakers):
        raise LegacyTokenError
    track, colour = tracks.get(raw.get("track"), ("", ""))
    return TalkRecord(
        code=code,
        title=line(clean(raw.get("title")), 500) or code,
        abstract=prose(clean(raw.get("abstract"))),
        description=prose(clean(raw.get("description"))),
        submission_type=types.get(raw.get("submission_type"), ""),
        track=track,
        track_colour=colour,
        tags=_tags(raw.get("tags") or [], languages, tag_names),
        duration=whole_number(raw.get("duration")),
        state=line(clean(raw.get("state")), 50),
        language=line(clean(raw.get("content_locale")), 20),
        do_not_record=raw.get("do_not_record") is True,
        resources=_resources(raw.get("resources") or []),
        image_url=web_address(raw.get("image"), 500),
        speakers=tuple(dict.fromkeys(clean(speaker) for speaker in speakers if CODE.match(clean(speaker)))),
    )


def slot_record(raw: dict, languages: Sequence[str]) -> SlotRecord | None:
    """A slot that visitors may see; None for hidden, blocked, unscheduled and unusable ones."""
    start, end = moment(raw.get("start")), moment(raw.get("end"))
    if raw.get("is_visible") is False or raw.get("slot_type") == "blocker" or not (start and end) or end <= start:
        return None
    talk = clean(raw.get("submission"))
    title = "" if talk else line(localized(raw.get("description"), languages), 500)
    if not talk and not title:
        with translation.override(languages[0]):  # the site's language, whoever runs the sync
            title = _("Break")
    return SlotRecord(
        talk=talk,
        title=title,
        room=whole_number(raw.get("room")),
        start=start,
        end=end,
        slot_type="talk" if talk else _kind_of_break(raw.get("description")),
    )


def named(items: list[dict], languages: Sequence[str], extra: Callable[[dict], str] | None = None) -> dict:
    """{id: name} of a list, or {id: (name, extra)}."""
    names = {}
    for item in items:
        name = line(localized(item.get("name"), languages), 200)
        names[item["id"]] = (name, extra(item)) if extra else name
    return names


def colour_of(raw: dict) -> str:
    """A track's colour as #rrggbb, else ""."""
    colour = clean(raw.get("color"))
    return colour.lower() if COLOUR.match(colour) else ""


def moment(value: object) -> datetime | None:
    """A point in time that knows its UTC offset, else None."""
    try:
        result = datetime.fromisoformat(clean(value))
    except ValueError:
        return None
    return result if result.tzinfo else None


def tag_name(raw: dict, languages: Sequence[str]) -> str:
    """A public tag's name; "" for one that is not public."""
    if raw.get("is_public") is False:
        return ""
    return line(localized(raw.get("tag") or raw.get("name"), languages), 100)


def _tags(raw: list, languages: Sequence[str], tag_names: dict | None) -> tuple[str, ...] | None:
    names = []
    for tag in raw:
        if isinstance(tag, dict):
            names.append(tag_name(tag, languages))
        elif tag_names is None:
            return None
        else:
            names.append(tag_names.get(tag, ""))
    return tuple(sorted({name for name in names if name}))


def _resources(raw: list) -> tuple[dict, ...] | None:
    if any(not isinstance(resource, dict) for resource in raw):
        return None
    found = []
    for resource in raw:
        url = web_address(resource.get("resource") or resource.get("link"))
        if url and resource.get("is_public") is not False:
            found.append({"title": line(clean(resource.get("description")), 300) or url, "url": url})
    return tuple(found)


def _kind_of_break(description: object) -> str:
    texts = description.values() if isinstance(description, dict) else [description]
    words = {word for text in texts for word in re.findall(r"[\w-]+", clean(text).lower())}
    if words & SOCIAL_WORDS:
        return "social"
    return "other" if words & OTHER_WORDS else "break"
