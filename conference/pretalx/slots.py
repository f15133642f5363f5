"""The plan for slots: the same place in the schedule is recognised from one release to the next.

Pretalx numbers its slots anew with every release, a talk may have several (even at one time in two rooms), and many talks
may share room and time. So slots are compared within one talk, and breaks within one title: first those that stayed
exactly where they are, then the nearest. What was matched keeps its `uid`, so that calendars see a move and not a
deletion beside a new event.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from conference.models import ScheduleSlot
from conference.pretalx.diff import KindPlan, differences
from conference.pretalx.fetch import SLOTS
from conference.pretalx.records import SlotRecord
from conference.pretalx.state import State


def plan_slots(state: State, records: Iterable[SlotRecord], *, now: datetime) -> KindPlan:
    """What changes among the synced slots; new ones join `state.slots`. Slots of unknown talks are left out."""
    existing = [slot for slot in state.slots if slot.sync_key]
    plan = KindPlan(SLOTS, before=sum(slot.is_public for slot in existing))
    planner = _SlotPlanner(state, plan, existing, now)
    planner.run(records)
    return plan


def hide_slots_of_hidden_talks(state: State, plan: KindPlan) -> None:
    """A talk that left the programme takes its synced slots with it, even when no schedule is released."""
    for slot in state.slots:
        if slot.sync_key and slot.talk is not None and slot.talk.pretalx_code and not slot.talk.is_public:
            plan.hide(slot)


class _SlotPlanner:
    def __init__(self, state: State, plan: KindPlan, existing: list[ScheduleSlot], now: datetime):
        self.state = state
        self.plan = plan
        self.now = now
        self.existing = existing
        self.keys = {slot.sync_key for slot in existing}
        self.rooms = {room.pretalx_id: room for room in state.rooms if room.pretalx_id is not None}
        self.talks = {talk.pretalx_code: talk for talk in state.talks if talk.pretalx_code and talk.is_public}

    def run(self, records: Iterable[SlotRecord]) -> None:
        by_group: dict[tuple, list[SlotRecord]] = defaultdict(list)
        for record in records:
            if not record.talk or record.talk in self.talks:
                by_group[record.talk, record.title].append(record)
        stored = self._stored_groups()
        unmatched_records, unmatched_slots = [], []
        for group in {**stored, **by_group}:
            slots, wanted = stored.get(group, []), by_group.get(group, [])
            # a slot that is hidden now is only taken when no public one fits: what moved is told from what came back
            for public in (True, False):
                candidates = [slot for slot in slots if slot.is_public is public]
                pairs = match(candidates, wanted, self.rooms)
                for slot, record in pairs:
                    self._update(slot, record)
                taken = {id(record) for _slot, record in pairs}
                matched = {id(slot) for slot, _record in pairs}
                wanted = [record for record in wanted if id(record) not in taken]
                unmatched_slots += [slot for slot in candidates if id(slot) not in matched]
            unmatched_records += wanted
        self._rename_breaks(unmatched_slots, unmatched_records)
        for record in unmatched_records:
            self._add(record)
        for slot in unmatched_slots:
            self.plan.hide(slot)

    def _stored_groups(self) -> dict[tuple, list[ScheduleSlot]]:
        groups = defaultdict(list)
        for slot in self.existing:
            code = slot.talk.pretalx_code if slot.talk else ""
            groups[code, "" if code else slot.title].append(slot)
        return groups

    def _rename_breaks(self, slots: list[ScheduleSlot], records: list[SlotRecord]) -> None:
        """A break at the same time in the same room under another title is the same break."""
        free = {(slot.start, slot.room): slot for slot in slots if slot.talk is None and slot.is_public}
        for record in [record for record in records if not record.talk]:
            slot = free.pop((record.start, self.rooms.get(record.room)), None)
            if slot is not None:
                self._update(slot, record)
                slots.remove(slot)
                records.remove(record)

    def _values(self, record: SlotRecord) -> dict:
        return {
            "talk": self.talks.get(record.talk),
            "title": record.title,
            "room": self.rooms.get(record.room),
            "start": record.start,
            "end": record.end,
            "slot_type": record.slot_type,
        }

    def _update(self, slot: ScheduleSlot, record: SlotRecord) -> None:
        fields = differences(slot, self._values(record))
        names = {change.field for change in fields}
        if names & {"start", "room"}:
            # both say where the slot was before; the one that stayed equals its present value
            slot.previous_start, slot.previous_room, slot.moved_at = slot.start, slot.room, self.now
            self.plan.note(slot, "previous_start", "previous_room", "moved_at")
        if names & {"start", "end", "room"} or not slot.is_public:
            slot.sequence += 1
            self.plan.note(slot, "sequence")
        for change in fields:
            setattr(slot, change.field, change.new)
        self.plan.note_update(slot, fields)

    def _add(self, record: SlotRecord) -> None:
        slot = ScheduleSlot(conference=self.state.conference, sync_key=self._new_key(record), **self._values(record))
        self.plan.added.append(slot)
        self.state.slots.append(slot)

    def _new_key(self, record: SlotRecord) -> str:
        """The talk's code, or for a break a digest of its title, and the first number that is free."""
        stem = record.talk or f"break-{hashlib.sha256(record.title.encode()).hexdigest()[:12]}"
        number = 1
        while f"{stem}#{number}" in self.keys:
            number += 1
        key = f"{stem}#{number}"
        self.keys.add(key)
        return key


def match(slots: list[ScheduleSlot], records: list[SlotRecord], rooms: dict) -> list[tuple[ScheduleSlot, SlotRecord]]:
    """Pairs of stored and wanted slots that are the same place, each used once; the fewest changes first.

    Same start and room, then same start, then same room with the nearest start, then the nearest start.
    """
    exact: dict[tuple, list[ScheduleSlot]] = defaultdict(list)
    for slot in slots:
        exact[slot.start, id(slot.room)].append(slot)
    pairs, used, rest = [], set(), []
    for record in records:
        same = exact.get((record.start, id(rooms.get(record.room))))
        if same:
            slot = same.pop(0)
            used.add(id(slot))
            pairs.append((slot, record))
        else:
            rest.append(record)
    free = [slot for slot in slots if id(slot) not in used]
    distances = sorted(
        (
            (record.start != slot.start, rooms.get(record.room) is not slot.room, abs(record.start - slot.start)),
            position,
            place,
        )
        for position, record in enumerate(rest)
        for place, slot in enumerate(free)
    )
    done_records, done_slots = set(), set()
    for _distance, position, place in distances:
        if position not in done_records and place not in done_slots:
            done_records.add(position)
            done_slots.add(place)
            pairs.append((free[place], rest[position]))
    return pairs
