"""Talks and people in the shape that the components in templates/components/ ask for."""

import datetime as dt
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from django.utils import timezone
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from cms.schedule.addresses import Addresses
from conference.dates import weekday_time_words
from conference.queries.now_next import NowNext
from conference.queries.schedule_rows import SlotRow, SpeakerRow, TalkRow

PATTERNS = 8


@dataclass(frozen=True)
class Link:
    """A name that may lead somewhere."""

    name: str
    url: str


@dataclass(frozen=True)
class PersonCard:
    """See templates/components/person.html."""

    name: str
    url: str
    photo_url: str
    initials: str
    line: str
    pattern: int


@dataclass(frozen=True)
class TalkCard:
    """See templates/components/talk_card.html."""

    code: str
    title: str
    url: str
    speakers: tuple[Link, ...]
    room: str
    track: str
    track_index: int
    type: str
    start: dt.datetime | None
    end: dt.datetime | None
    duration: int | None
    state: str
    moved_from: str
    tags: tuple[str, ...]
    do_not_record: bool
    language: str


def talk_card(talk: TalkRow, addresses: Addresses, slot: SlotRow | None = None, on: NowNext | None = None) -> TalkCard:
    """Return a talk's card, at the time of `slot` when it has one; `on` tells what is on now."""
    return TalkCard(
        code=talk.code,
        title=talk.title,
        url=addresses.talk(talk.code),
        speakers=tuple(Link(speaker.name, addresses.speaker(speaker.code)) for speaker in talk.speakers),
        room=slot.room.name if slot is not None and slot.room is not None else "",
        track=talk.track,
        track_index=talk.track_index,
        type=talk.type,
        start=slot.start if slot is not None else None,
        end=slot.end if slot is not None else None,
        duration=slot.minutes if slot is not None else talk.duration,
        state=state_of(talk, slot, on),
        moved_from=moved_from(slot) if slot is not None else "",
        tags=talk.tags,
        do_not_record=talk.do_not_record,
        # only worth telling where it is not the language of the site
        language="" if _base(talk.language) == _base(get_language()) else language_name(talk.language),
    )


def language_name(code: str) -> str:
    """Return a language's name in the language of the page; the code itself when it is none that is known."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(to_locale(get_language() or "en"))
    except (ValueError, UnknownLocaleError):
        return code
    return name or code


def _base(code: str | None) -> str:
    """Return a language without its country: “en” of “en-gb”."""
    return (code or "").lower().replace("_", "-").partition("-")[0]


def state_of(talk: TalkRow, slot: SlotRow | None, on: NowNext | None) -> str:
    """Return the one state worth telling: "cancelled", "now", "moved", "next" or ""."""
    if talk.is_cancelled:
        return "cancelled"
    if slot is None:
        return ""
    if on is not None and slot in on.now:
        return "now"
    if slot.moved_at is not None:
        return "moved"
    return "next" if on is not None and slot in on.next else ""


def moved_from(slot: SlotRow) -> str:
    """Return where a slot was before it moved, "Thu 14:30, Room 2"; "" when it did not move."""
    if slot.previous_start is None:
        return ""
    when = weekday_time_words(slot.previous_start, language=get_language() or "", zone=timezone.get_current_timezone())
    if slot.previous_room is None:
        return when
    return _("%(when)s, %(room)s") % {"when": when, "room": slot.previous_room.name}


def person_card(speaker: SpeakerRow, addresses: Addresses, line: str = "") -> PersonCard:
    """Return a speaker's card; `line` stands below the name."""
    return PersonCard(
        name=speaker.name,
        url=addresses.speaker(speaker.code),
        photo_url=speaker.photo_url,
        initials=initials(speaker.name),
        line=line,
        pattern=zlib.crc32(speaker.code.encode()) % PATTERNS + 1,
    )


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, one for a single word, "" for no letters."""
    letters = [letter for word in name.split() if (letter := next((sign for sign in word if sign.isalnum()), ""))]
    return (letters[0] + letters[-1] if len(letters) > 1 else "".join(letters)).upper()


def talk_cards(talks: Iterable[TalkRow], addresses: Addresses) -> tuple[TalkCard, ...]:
    """Return the cards of talks without times."""
    return tuple(talk_card(talk, addresses) for talk in talks)
