"""What is on now and what comes next."""

import datetime as dt
from dataclasses import dataclass

from conference.queries.schedule_rows import Schedule, SlotRow

# What begins later than this is not "next" but another day.
LOOK_AHEAD = dt.timedelta(hours=4)


@dataclass(frozen=True)
class NowNext:
    """Slots that are on, and those that begin next, all at the same time; both may be empty."""

    now: tuple[SlotRow, ...] = ()
    next: tuple[SlotRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.now or self.next)


def now_next(schedule: Schedule, now: dt.datetime) -> NowNext:
    """Return what takes place at `now` (an aware datetime) and what follows within four hours; cancelled talks do not."""
    slots = [slot for slot in schedule.slots if not slot.is_cancelled]
    running = tuple(slot for slot in slots if slot.start <= now < slot.end)
    begin = min((slot.start for slot in slots if now < slot.start <= now + LOOK_AHEAD), default=None)
    return NowNext(running, tuple(slot for slot in slots if slot.start == begin) if begin else ())
