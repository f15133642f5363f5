"""One plan for the whole programme: computed in memory, shown by the preview, written by the sync."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from conference.pretalx.diff import KindPlan
from conference.pretalx.fetch import ROOMS, SLOTS, SPEAKERS, TALKS, Programme
from conference.pretalx.rooms import plan_rooms
from conference.pretalx.slots import hide_slots_of_hidden_talks, plan_slots
from conference.pretalx.speakers import plan_speakers
from conference.pretalx.state import State
from conference.pretalx.talks import TalkPlan, place_talks, plan_talks


@dataclass
class Plan:
    """What a sync does to each kind, in the order in which it is written."""

    rooms: KindPlan
    speakers: KindPlan
    talks: TalkPlan
    slots: KindPlan

    @property
    def kinds(self) -> tuple[KindPlan, ...]:
        """All parts, in writing order."""
        return self.rooms, self.speakers, self.talks, self.slots

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all would be written."""
        return all(part.is_empty for part in self.kinds)


def make_plan(state: State, programme: Programme, *, now: datetime) -> Plan:
    """Compare what Pretalx says with what we have. Kinds that were not fetched stay as they are."""
    plan = Plan(
        rooms=_untouched(ROOMS, state.rooms) if programme.rooms is None else plan_rooms(state, programme.rooms),
        speakers=(
            _untouched(SPEAKERS, state.speakers)
            if programme.speakers is None
            else plan_speakers(state, programme.speakers)
        ),
        talks=(
            TalkPlan(TALKS, before=_public(state.talks))
            if programme.talks is None
            else plan_talks(state, programme.talks)
        ),
        slots=(
            _untouched(SLOTS, state.slots) if programme.slots is None else plan_slots(state, programme.slots, now=now)
        ),
    )
    hide_slots_of_hidden_talks(state, plan.slots)
    place_talks(state, plan.talks)
    return plan


def _untouched(kind: str, rows: list[models.Model]) -> KindPlan:
    return KindPlan(kind, before=_public(rows))


def _public(rows: list[models.Model]) -> int:
    return sum(row.is_public and is_synced(row) for row in rows)


def is_synced(row: models.Model) -> bool:
    """Whether a room, speaker, talk or slot came from Pretalx; all others are never touched."""
    names = ("pretalx_id", "pretalx_code", "sync_key")
    return any(getattr(row, name, None) not in (None, "") for name in names)
