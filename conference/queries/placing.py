"""Where each talk stands in the schedule once overrides and defaults are applied."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from conference.models import Conference, Room, ScheduleSlot, Talk
from conference.models.overrides import AbstractOverride
from conference.queries.days import day_of
from conference.queries.overlays import apply_preview
from conference.queries.schedule_rows import Kind, RoomRow, SlotRow, TalkRow

# For so long after a change visitors are told that something moved.
MOVE_IS_NEWS = dt.timedelta(days=14)
# A talk that stands in the schedule without a slot of its own takes its number from here on, so that the numbers of both
# never meet; readers of the feeds take it for a 32-bit number.
NUMBERS_WITHOUT_SLOT = 1_000_000_000
UID_NAMESPACE = uuid.UUID("5f0c2f06-3f2b-5c1e-9d33-6f9f4b7a9f10")
USUAL_LENGTH = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class _Place:
    start: dt.datetime
    end: dt.datetime
    room: RoomRow | None


class Rooms:
    """Makes rows of stored rooms, each once; `preview` is a room's override that is being edited."""

    def __init__(self, preview: AbstractOverride | None = None) -> None:
        self._preview = preview
        self._rows: dict[int, RoomRow] = {}

    def row(self, room: Room | None) -> RoomRow | None:
        """Return the room (with its override fetched) as visitors see it; `None` for one that is not public."""
        if room is None or not room.is_public:
            return None
        if room.pk not in self._rows:
            apply_preview([room], self._preview)
            self._rows[room.pk] = RoomRow(
                id=room.pk,
                name=room.effective_name,
                description=room.effective_description,
                capacity=room.effective_capacity,
                position=room.position,
            )
        return self._rows[room.pk]


def place(
    conference: Conference,
    stored: Iterable[Talk],
    talks: dict[int, TalkRow],
    slots: list[ScheduleSlot],
    rooms: Rooms,
    *,
    now: dt.datetime,
) -> list[SlotRow]:
    """Return all slots by time and room: the public ones as their talk's override moves them, and talks with times only.

    `slots` are the stored ones, hidden ones too: a talk made by hand whose slot is hidden stays out of the schedule.
    """
    hidden = {slot.talk_id for slot in slots if not slot.is_public}
    slots = [slot for slot in slots if slot.is_public]
    count = Counter(slot.talk_id for slot in slots if slot.talk_id)
    by_key = {talk.pk: talk for talk in stored}
    placed = []
    for slot in slots:
        movable = by_key[slot.talk_id] if slot.talk_id and count[slot.talk_id] == 1 else None
        placed.append(_from_slot(conference, slot, movable, talks.get(slot.talk_id), rooms, now))
    placed += [
        _from_talk(conference, talk, talks[talk.pk], rooms)
        for talk in by_key.values()
        if talk.pk not in count and not (talk.is_manual and talk.pk in hidden)
    ]
    last = (1, 0)
    return sorted(
        (slot for slot in placed if slot is not None),
        key=lambda slot: (slot.start.timestamp(), (0, slot.room.position) if slot.room else last, slot.id),
    )


def _from_slot(
    conference: Conference,
    slot: ScheduleSlot,
    movable: Talk | None,
    talk: TalkRow | None,
    rooms: Rooms,
    now: dt.datetime,
) -> SlotRow | None:
    own = _Place(slot.start, slot.end, rooms.row(slot.room))
    at = _overridden(movable, own, rooms) if movable is not None else own
    if at is None:
        return None
    previous, moved_at = (
        _Place(slot.previous_start or slot.start, slot.end, rooms.row(slot.previous_room)),
        slot.moved_at,
    )
    if at != own and (at.start, at.room) != (own.start, own.room):
        previous, moved_at = own, movable.live_override.updated_at
    is_news = (
        moved_at is not None
        and moved_at + MOVE_IS_NEWS > now
        and (previous.start, previous.room) != (at.start, at.room)
    )
    updated = [slot.updated_at] + ([talk.updated_at] if talk else [])
    return SlotRow(
        id=slot.pk,
        uid=slot.uid,
        sequence=slot.sequence,
        kind=slot.slot_type,
        title=talk.title if talk else slot.title,
        talk=talk,
        room=at.room,
        start=at.start.astimezone(conference.tz),
        end=at.end.astimezone(conference.tz),
        day=day_of(at.start, conference.tz),
        created_at=slot.created_at,
        updated_at=max(updated),
        previous_start=previous.start.astimezone(conference.tz) if is_news else None,
        previous_room=previous.room if is_news else None,
        moved_at=moved_at if is_news else None,
    )


def _from_talk(conference: Conference, talk: Talk, row: TalkRow, rooms: Rooms) -> SlotRow | None:
    """A talk without a slot stands where its own fields, its type's defaults or its override put it."""
    at = _overridden(talk, _Place(talk.slot_start, talk.slot_end, rooms.row(talk.room)), rooms)
    if at is None or at.start is None:
        return None
    return SlotRow(
        id=NUMBERS_WITHOUT_SLOT + talk.pk,
        uid=uuid.uuid5(UID_NAMESPACE, f"{conference.slug}/{talk.code}"),
        # no row counts its moves: minutes between the first and the last change grow as well
        sequence=max(0, int((row.updated_at - talk.created_at).total_seconds() // 60)),
        kind=Kind.TALK,
        title=row.title,
        talk=row,
        room=at.room,
        start=at.start.astimezone(conference.tz),
        end=at.end.astimezone(conference.tz),
        day=day_of(at.start, conference.tz),
        created_at=talk.created_at,
        updated_at=row.updated_at,
    )


def _overridden(talk: Talk, own: _Place, rooms: Rooms) -> _Place | None:
    """The place after the override; `None` when it takes the time away. A new start alone keeps the length."""
    override = talk.live_override
    if override is None:
        return _complete(talk, own)
    if "slot_start" in override.blanked_fields:
        return None
    start = override.override_slot_start or own.start
    end = override.override_slot_end
    if end is None and own.start and own.end:
        end = start.astimezone(dt.UTC) + (own.end - own.start)
    room = rooms.row(override.override_room) if override.override_room_id else own.room
    if "room" in override.blanked_fields:
        room = None
    return _complete(talk, _Place(start, end, room))


def _complete(talk: Talk, at: _Place) -> _Place:
    """The same place with an end after its beginning, where it has a beginning."""
    if at.start is None or (at.end is not None and at.end > at.start):
        return at
    length = dt.timedelta(minutes=talk.duration) if talk.duration else USUAL_LENGTH
    return _Place(at.start, at.start.astimezone(dt.UTC) + length, at.room)
