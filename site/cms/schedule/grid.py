"""A day as a grid: time runs down in rows of five minutes, rooms stand across.

Positions are classes of the schedule's style sheet: "r" the first row (from 0), "s" the rows spanned, "c" the room's
column (from 1), "w" the rooms spanned. What shares a room at one time is folded into one cell with a list. Long
stretches in which nothing happens are shortened.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from conference.queries.schedule_rows import DayRow, Kind, SlotRow

STEP = dt.timedelta(minutes=5)
LONGEST_PAUSE = dt.timedelta(minutes=45)
SHORTENED_ROWS = 4
MOST_ROWS = 288
MOST_ROOMS = 20


@dataclass(frozen=True)
class Cell:
    """One or several slots that share a place; `room` is None for those without one."""

    slots: tuple[SlotRow, ...]
    position: str
    room: str

    @property
    def slot(self) -> SlotRow:
        """The first slot; the only one unless the cell is folded."""
        return self.slots[0]

    @property
    def start(self) -> dt.datetime:
        """When the first of them begins."""
        return min(slot.start for slot in self.slots)

    @property
    def end(self) -> dt.datetime:
        """When the last of them ends."""
        return max(slot.end for slot in self.slots)


@dataclass(frozen=True)
class Band:
    """A break across rooms."""

    title: str
    start: dt.datetime
    end: dt.datetime
    position: str


@dataclass(frozen=True)
class Label:
    """A time at the left."""

    start: dt.datetime
    position: str


@dataclass(frozen=True)
class Grid:
    """A day's grid: `rooms` are (name, position) of the columns, `entries` cells and bands by time.

    `axis` says for the line that marks the present which moment stands at which row: "milliseconds:row" pairs with
    straight lines between them.
    """

    rooms: tuple[tuple[str, str], ...]
    entries: tuple[Cell | Band, ...]
    labels: tuple[Label, ...]
    axis: str


def day_grid(day: DayRow) -> Grid | None:
    """Return the day's grid; `None` when nothing happens on it or more rooms are used than a grid can show."""
    if not day.slots:
        return None
    rows = _Rows(day.slots)
    breaks = [slot for slot in day.slots if _is_for_all(slot, day.slots)]
    columns = _columns([slot for slot in day.slots if slot not in breaks])
    if len(columns) > MOST_ROOMS or rows.count > MOST_ROWS:
        return None
    entries: list[Cell | Band] = []
    by_room: defaultdict[int | None, list[SlotRow]] = defaultdict(list)
    for slot in day.slots:
        if slot not in breaks:
            by_room[_room_id(slot)].append(slot)
    clusters = {room: _clusters(by_room[room]) for room in columns}
    for number, (room, name) in enumerate(columns.items(), start=1):
        entries += [Cell(tuple(group), f"{rows.span(group)} c{number}", name) for group in clusters[room]]
    entries += _bands(breaks, list(clusters.values()), rows)
    entries.sort(key=lambda entry: (entry.start, isinstance(entry, Cell)))
    return Grid(
        rooms=tuple((name, f"c{number}") for number, name in enumerate(columns.values(), start=1)),
        entries=tuple(entries),
        labels=tuple(Label(start, f"r{rows.first(start)}") for start in sorted({entry.start for entry in entries})),
        axis=rows.axis(),
    )


class _Rows:
    """Which row a moment stands in."""

    def __init__(self, slots: Iterable[SlotRow]) -> None:
        # moments are counted in steps of absolute time, so that a change of the clocks neither repeats nor skips a row
        spans = sorted((_floor(slot.start), _ceil(slot.end)) for slot in slots)
        busy: list[list[int]] = []
        for start, end in spans:
            if busy and start <= busy[-1][1]:
                busy[-1][1] = max(busy[-1][1], end)
            else:
                busy.append([start, end])
        self.points = [(busy[0][0], 0)]
        row = 0
        for (start, end), following in zip(busy, [*busy[1:], None], strict=True):
            row += end - start
            self.points.append((end, row))
            if following is not None:
                pause = following[0] - end
                row += min(pause, SHORTENED_ROWS) if pause > LONGEST_PAUSE // STEP else pause
                self.points.append((following[0], row))
        self.count = row

    def row(self, step: int) -> int:
        for (left, low), (right, high) in pairwise(self.points):
            if left <= step <= right:
                return low + (step - left if high - low == right - left else 0) if step != right else high
        return self.count

    def first(self, moment: dt.datetime) -> int:
        return self.row(_floor(moment))

    def span(self, slots: Sequence[SlotRow]) -> str:
        first = self.row(min(_floor(slot.start) for slot in slots))
        last = self.row(max(_ceil(slot.end) for slot in slots))
        return f"r{first} s{max(1, last - first)}"

    def axis(self) -> str:
        milliseconds = int(STEP.total_seconds() * 1000)
        return " ".join(f"{step * milliseconds}:{row}" for step, row in dict.fromkeys(self.points))


def _floor(moment: dt.datetime) -> int:
    return int(moment.timestamp() // STEP.total_seconds())


def _ceil(moment: dt.datetime) -> int:
    return -int(-moment.timestamp() // STEP.total_seconds())


def _room_id(slot: SlotRow) -> int | None:
    return slot.room.id if slot.room is not None else None


def _is_for_all(slot: SlotRow, slots: Iterable[SlotRow]) -> bool:
    """Whether it is a break for everybody: by its kind, or because nothing else takes place then."""
    if not slot.is_break:
        return False
    return slot.kind == Kind.BREAK or not any(
        _overlap(slot, other) and (slot.title, slot.start, slot.end) != (other.title, other.start, other.end)
        for other in slots
    )


def _bands(breaks: Iterable[SlotRow], columns: list[list[list[SlotRow]]], rows: "_Rows") -> list[Band]:
    """Lay each break over all rooms that are free then; the same break in several rooms is laid once."""
    bands = []
    taken: defaultdict[int, list[SlotRow]] = defaultdict(list)
    for slot in {(slot.title, slot.start, slot.end): slot for slot in breaks}.values():
        free = [
            number
            for number in range(max(1, len(columns)))
            if not any(
                _overlap(slot, other) for group in columns[number : number + 1] for cell in group for other in cell
            )
            and not any(_overlap(slot, other) for other in taken[number])
        ]
        for first, last in _stretches(free):
            position = f"{rows.span([slot])} c{first + 1} w{last - first + 1}"
            bands.append(Band(slot.title, slot.start, slot.end, position))
        for number in free:
            taken[number].append(slot)
    return bands


def _stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return runs of neighbouring numbers as (first, last)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _overlap(left: SlotRow, right: SlotRow) -> bool:
    return left.start < right.end and right.start < left.end


def _columns(slots: Iterable[SlotRow]) -> dict[int | None, str]:
    rooms = {slot.room.id: slot.room for slot in slots if slot.room is not None}
    columns: dict[int | None, str] = {
        room.id: room.name for room in sorted(rooms.values(), key=lambda room: (room.position, room.name, room.id))
    }
    if any(slot.room is None for slot in slots):
        columns[None] = ""
    return columns


def _clusters(slots: Iterable[SlotRow]) -> list[list[SlotRow]]:
    """Group the slots of one room that overlap, directly or through another."""
    clusters: list[list[SlotRow]] = []
    end = None
    for slot in sorted(slots, key=lambda slot: (slot.start, slot.end, slot.id)):
        if end is not None and slot.start < end:
            clusters[-1].append(slot)
            end = max(end, slot.end)
        else:
            clusters.append([slot])
            end = slot.end
    return clusters
