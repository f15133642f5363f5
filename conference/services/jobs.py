"""Periodic jobs: every due one once, however many timers run.

A job is claimed by one guarded UPDATE of its row, which also says when it is due next; whoever comes second changes no
row and leaves it. A job still at work is not started again before `GIVE_UP` has passed. A job that fails is written
down and does not keep the others from running.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from conference import extension
from conference.models import JobRun

logger = logging.getLogger(__name__)

GIVE_UP = timedelta(hours=1)


@dataclass(frozen=True)
class Outcome:
    """What became of one job: its name, one line (may be empty), and whether it failed."""

    name: str
    result: str
    failed: bool


def run_due() -> Iterator[Outcome]:
    """Run every job whose time has come, one after the other, and yield what became of each."""
    for name, job in extension.jobs.items():
        if _claim(name, timedelta(minutes=job.every_minutes)):
            yield _run(name, job)


def _claim(name: str, pause: timedelta) -> bool:
    now = timezone.now()
    JobRun.objects.get_or_create(name=name, defaults={"next_run_at": now})
    idle = (
        Q(last_started_at__isnull=True)
        | Q(last_finished_at__gte=F("last_started_at"))
        | Q(last_started_at__lt=now - GIVE_UP)
    )
    due = JobRun.objects.filter(idle, name=name, next_run_at__lte=now)
    return bool(due.update(last_started_at=now, next_run_at=_full_minute(now) + pause))


def _full_minute(moment: datetime) -> datetime:
    # a timer that fires every minute is sometimes a little early: whole minutes keep its rounds from being skipped
    return moment.replace(second=0, microsecond=0)


def _run(name: str, job: extension.Job) -> Outcome:
    try:
        outcome = Outcome(name, job.run() or "", failed=False)
    except Exception as error:
        logger.exception("job %s failed", name)
        outcome = Outcome(name, f"{type(error).__name__}: {error}", failed=True)
    JobRun.objects.filter(name=name).update(
        last_finished_at=timezone.now(), last_result=outcome.result, failed=outcome.failed
    )
    return outcome
