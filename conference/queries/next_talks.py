"""The few talks that a page shows to make visitors want more."""

import datetime as dt

from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce

from conference.models import Conference, Talk
from conference.queries.schedule import CANCELLED, load_schedule
from conference.queries.schedule_rows import SlotRow, TalkRow


def chosen_talks(
    conference: Conference, keys: list[int], *, now: dt.datetime, visibility: str | None = None
) -> list[tuple[TalkRow, SlotRow | None]]:
    """Return these talks in the order of `keys`, each with its first slot; what is not public is left out.

    At most five SQL statements.
    """
    found = load_schedule(conference, only=Q(conference=conference, pk__in=keys), visibility=visibility, now=now)
    by_key = {talk.id: talk for talk in found.talks}
    return [(by_key[key], next(iter(found.slots_of(by_key[key].code)), None)) for key in keys if key in by_key]


def next_talks(
    conference: Conference, count: int, *, now: dt.datetime, visibility: str | None = None
) -> list[tuple[TalkRow, SlotRow]]:
    """Return the next `count` slots of talks that have not ended, before the event its first ones (five SQL statements)."""
    nearest = (
        Talk.objects.filter(conference=conference, is_public=True)
        .exclude(state__in=CANCELLED)
        .exclude(override__live=True, override__is_cancelled=True)
        .annotate(
            begins=Coalesce(_published("override_slot_start"), "slot_start"),
            ends=Coalesce(_published("override_slot_end"), "slot_end"),
        )
        .filter(begins__isnull=False, ends__gt=now)
        .order_by("begins", "pk")[:count]
    )
    found = load_schedule(conference, only=Q(pk__in=nearest.values("pk")), visibility=visibility, now=now)
    return [(slot.talk, slot) for slot in found.slots if slot.talk is not None and slot.end > now][:count]


def _published(field: str) -> Case:
    return Case(When(override__live=True, then=F(f"override__{field}")))
