"""What a schedule is made of when it is read: plain rows with the values that visitors see, every relation fetched.

All times are aware datetimes in the conference's time zone. Texts are Markdown from outside: clean them where they are
shown.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from conference.models import ScheduleSlot

Kind = ScheduleSlot.Kind


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room; `capacity` is the number of seats."""

    id: int
    name: str
    description: str
    capacity: int | None
    position: int


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A person who speaks. `photo_url` is the address of our own copy, "" for none."""

    id: int
    code: str
    name: str
    sort_name: str
    photo_url: str
    biography: str = ""


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A session. `track_index` (1 to 8) names one of the track colours, 0 none; `duration` is in minutes.

    Without `texts` in the query `abstract`, `description` and `resources` are empty.
    """

    id: int
    code: str
    title: str
    sort_name: str
    abstract: str
    description: str
    type: str
    track: str
    track_index: int
    track_colour: str
    tags: tuple[str, ...]
    duration: int | None
    language: str
    do_not_record: bool
    resources: tuple[dict, ...]
    image_url: str
    is_cancelled: bool
    speakers: tuple[SpeakerRow, ...]
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A time in a room. `id` and `uid` never change; `sequence` grows with each move.

    `moved_at` is set while a move is news, together with where the slot was before (`previous_room` may be `None`).
    `talk` is `None` for breaks and other entries without a speaker.
    """

    id: int
    uid: uuid.UUID
    sequence: int
    kind: str
    title: str
    talk: TalkRow | None
    room: RoomRow | None
    start: dt.datetime
    end: dt.datetime
    day: dt.date
    created_at: dt.datetime
    updated_at: dt.datetime
    previous_start: dt.datetime | None = None
    previous_room: RoomRow | None = None
    moved_at: dt.datetime | None = None

    @property
    def is_break(self) -> bool:
        """Whether nobody speaks here: a break, a party, the doors opening."""
        return self.talk is None

    @property
    def is_cancelled(self) -> bool:
        """Whether the talk does not take place."""
        return self.talk is not None and self.talk.is_cancelled

    @property
    def minutes(self) -> int:
        """How long it takes; by absolute time, because two moments of one zone are subtracted by their clocks."""
        return round((self.end.timestamp() - self.start.timestamp()) / 60)


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the conference, from 04:00 to 04:00 the next morning; `index` counts from 1."""

    date: dt.date
    index: int
    start: dt.datetime
    end: dt.datetime
    slots: tuple[SlotRow, ...]


@dataclass(frozen=True)
class Schedule:
    """A conference's programme as far as the public may see it.

    `talks` are all talks by title, `days` only those days on which something happens; both are empty while they are
    not public. `tracks` maps each track to (index, colour).
    """

    days: tuple[DayRow, ...] = ()
    talks: tuple[TalkRow, ...] = ()
    rooms: tuple[RoomRow, ...] = ()
    tracks: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def slots(self) -> tuple[SlotRow, ...]:
        """All slots by time."""
        return tuple(slot for day in self.days for slot in day.slots)

    @property
    def updated_at(self) -> dt.datetime | None:
        """When anything in it last changed; `None` when it is empty."""
        times = [slot.updated_at for slot in self.slots] + [talk.updated_at for talk in self.talks]
        return max(times, default=None)

    def day(self, date: dt.date) -> DayRow | None:
        """Return that day, `None` when nothing happens on it."""
        return next((day for day in self.days if day.date == date), None)

    def slots_of(self, code: str) -> tuple[SlotRow, ...]:
        """Return all slots of the talk with this code."""
        return tuple(slot for slot in self.slots if slot.talk is not None and slot.talk.code == code)
