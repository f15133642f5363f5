"""What changed in the published schedule, newest first."""

import datetime as dt
import uuid
from dataclasses import dataclass

from conference.queries.schedule_rows import Schedule, SlotRow

# Slots that were made within this time after the first one came with the schedule itself and are no news.
FIRST_RELEASE = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Change:
    """One change of a slot: `kind` is "added", "moved" or "cancelled"; `id` is the same each time it is read."""

    id: uuid.UUID
    kind: str
    slot: SlotRow
    at: dt.datetime


def schedule_changes(schedule: Schedule, *, limit: int = 50) -> tuple[Change, ...]:
    """Return the last changes. Moves are told while they are news; added and cancelled talks as long as they are shown."""
    slots = [slot for slot in schedule.slots if slot.talk is not None]
    first = min((slot.created_at for slot in slots), default=None)
    changes = []
    for slot in slots:
        if slot.is_cancelled:
            changes.append(_change("cancelled", slot, slot.updated_at))
        elif slot.moved_at is not None:
            changes.append(_change("moved", slot, slot.moved_at))
        elif slot.created_at > first + FIRST_RELEASE:
            changes.append(_change("added", slot, slot.created_at))
    changes.sort(key=lambda change: (change.at, change.slot.id), reverse=True)
    return tuple(changes[:limit])


def _change(kind: str, slot: SlotRow, at: dt.datetime) -> Change:
    return Change(uuid.uuid5(slot.uid, f"{kind}-{at.isoformat()}"), kind, slot, at)
