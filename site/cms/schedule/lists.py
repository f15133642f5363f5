"""A day as a list: what begins together stands together."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from cms.schedule.addresses import Addresses
from cms.schedule.cards import TalkCard, talk_card
from conference.queries.now_next import NowNext
from conference.queries.schedule_rows import SlotRow


@dataclass(frozen=True)
class BreakEntry:
    """A break; `title` names its room too."""

    title: str
    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True)
class TimeGroup:
    """What begins at `start`: breaks, then talks."""

    start: dt.datetime
    breaks: tuple[BreakEntry, ...]
    talks: tuple[TalkCard, ...]


def time_groups(slots: Iterable[SlotRow], addresses: Addresses, on: NowNext) -> tuple[TimeGroup, ...]:
    """Return the slots (sorted by time) in groups; the same break in several rooms is told once."""
    return tuple(
        _group(start, list(together), addresses, on) for start, together in groupby(slots, lambda slot: slot.start)
    )


def _group(start: dt.datetime, slots: list[SlotRow], addresses: Addresses, on: NowNext) -> TimeGroup:
    rooms: dict[tuple[str, dt.datetime], list[str]] = {}
    for slot in slots:
        if slot.is_break:
            names = rooms.setdefault((slot.title, slot.end), [])
            if slot.room is not None:
                names.append(slot.room.name)
    breaks = tuple(
        BreakEntry(" · ".join([title, *names]) if len(names) == 1 else title, start, end)
        for (title, end), names in rooms.items()
    )
    talks = tuple(talk_card(slot.talk, addresses, slot, on) for slot in slots if slot.talk is not None)
    return TimeGroup(start, breaks, talks)
