"""Writes a plan: only rows that are new or differ, in bulk, whatever the size of the programme."""

from datetime import datetime

from django.db import models
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models

from conference.models import Room, ScheduleSlot, Speaker, Talk
from conference.pretalx.diff import KindPlan
from conference.pretalx.plan import Plan
from conference.pretalx.state import State

SHOWN_IN_SEARCH = {"name", "title"}


def write_plan(state: State, plan: Plan, *, now: datetime) -> None:
    """Save the plan; call it inside a transaction. Sends no model signals, so the search index is brought along here."""
    _save(Room, plan.rooms, now)
    _save(Speaker, plan.speakers, now)
    _save(Talk, plan.talks, now)
    _save_speakers_of_talks(state, plan)
    _save(ScheduleSlot, plan.slots, now)


def _save(model: type[models.Model], plan: KindPlan, now: datetime) -> None:
    for row in plan.added:
        row.synced_at = now
    model.objects.bulk_create(plan.added)
    changed = list(plan.written)
    if changed:
        for row in changed:
            row.synced_at = row.updated_at = now
        columns = set().union(*plan.written.values()) | {"synced_at", "updated_at"}
        model.objects.bulk_update(changed, sorted(columns))
    renamed = [row for row, columns in plan.written.items() if columns & SHOWN_IN_SEARCH]
    _index(model, [*plan.added, *renamed])


def _save_speakers_of_talks(state: State, plan: Plan) -> None:
    through = Talk.speakers.through
    left = [state.links[talk.pk, speaker.pk] for talk, speaker in plan.talks.left]
    if left:
        through.objects.filter(pk__in=left).delete()
    through.objects.bulk_create(through(talk_id=talk.pk, speaker_id=speaker.pk) for talk, speaker in plan.talks.joined)


def _index(model: type[models.Model], rows: list[models.Model]) -> None:
    if rows and model in get_indexed_models():
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, rows)
