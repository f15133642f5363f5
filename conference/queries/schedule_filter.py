"""Choosing talks of a schedule by track, room, type, tag, language and words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from conference.models.programme import sort_name
from conference.queries.schedule_rows import Schedule, SlotRow, TalkRow


@dataclass(frozen=True)
class Facets:
    """What there is to choose from: names in alphabetical order, rooms as (id, name) in the order of the schedule."""

    tracks: tuple[str, ...]
    rooms: tuple[tuple[int, str], ...]
    types: tuple[str, ...]
    tags: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What a visitor chose; empty values choose everything. `room` is an id, `words` must all occur in a talk."""

    track: str = ""
    room: int | None = None
    type: str = ""
    tag: str = ""
    language: str = ""
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == Choice()


def facets(schedule: Schedule) -> Facets:
    """Return what the talks of a schedule can be chosen by."""
    talks = schedule.talks
    return Facets(
        tracks=tuple(schedule.tracks),
        rooms=tuple((room.id, room.name) for room in schedule.rooms),
        types=_names(talk.type for talk in talks),
        tags=_names(tag for talk in talks for tag in talk.tags),
        languages=_names(talk.language for talk in talks),
    )


def narrow(schedule: Schedule, choice: Choice) -> Schedule:
    """Return the schedule with the chosen talks only (and without breaks); needs the long texts when words are asked for.

    Days on which nothing is left are kept, so that a visitor sees that they looked there.
    """
    if choice.is_empty:
        return schedule
    words = sort_name(choice.words).split()
    talks = tuple(talk for talk in schedule.talks if _fits(talk, choice, words))
    codes = {talk.code for talk in talks}
    days = tuple(
        replace(day, slots=tuple(slot for slot in day.slots if _stays(slot, codes, choice))) for day in schedule.days
    )
    if choice.room is not None:
        left = {slot.talk.code for day in days for slot in day.slots}
        talks = tuple(talk for talk in talks if talk.code in left)
    return replace(schedule, days=days, talks=talks)


def only(schedule: Schedule, codes: Iterable[str]) -> Schedule:
    """Return the schedule with the talks of these codes only."""
    wanted = frozenset(codes)
    days = tuple(
        replace(day, slots=tuple(slot for slot in day.slots if slot.talk is not None and slot.talk.code in wanted))
        for day in schedule.days
    )
    return replace(schedule, days=days, talks=tuple(talk for talk in schedule.talks if talk.code in wanted))


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}, key=lambda value: (sort_name(value), value)))


def _stays(slot: SlotRow, codes: set[str], choice: Choice) -> bool:
    if slot.talk is None or slot.talk.code not in codes:
        return False
    return choice.room is None or (slot.room is not None and slot.room.id == choice.room)


def _fits(talk: TalkRow, choice: Choice, words: list[str]) -> bool:
    if choice.track and talk.track != choice.track:
        return False
    if choice.type and talk.type != choice.type:
        return False
    if choice.tag and choice.tag not in talk.tags:
        return False
    if choice.language and talk.language != choice.language:
        return False
    return not words or _mentions(talk, words)


def _mentions(talk: TalkRow, words: list[str]) -> bool:
    people = " ".join(speaker.name for speaker in talk.speakers)
    # each text on its own, because a sorting key is cut at 300 letters
    texts = (talk.title, people, talk.track, talk.type, " ".join(talk.tags))
    found = " ".join(sort_name(text) for text in texts) + " " + f"{talk.abstract} {talk.description}".casefold()
    return all(word in found for word in words)
