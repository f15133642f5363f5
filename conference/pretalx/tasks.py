"""Syncs in the background: asked for by staff and taken by a worker, or due by the clock."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from conference import scope
from conference.features import is_feature_enabled
from conference.models import Conference, PretalxSyncRun
from conference.pretalx.errors import PretalxError
from conference.pretalx.runs import ask_for_run
from conference.pretalx.sync import PretalxSyncService, check_allowed

logger = logging.getLogger(__name__)

Status = PretalxSyncRun.Status

# A timer is sometimes a little early; the round after would be a whole one too late.
EARLY = timedelta(seconds=30)
KEEP_EVENTFUL = timedelta(days=180)
KEEP_UNEVENTFUL = timedelta(days=7)


def start_sync(
    conference: Conference, *, user=None, preview: bool = False, allow_large_deletions: bool = False
) -> PretalxSyncRun:
    """Ask a worker for a sync or a preview; returns its row at once.

    SyncRunningError when one is under way, ConfigurationError where no sync may be.
    """
    check_allowed(conference)
    with transaction.atomic():
        run = ask_for_run(conference, user=user, preview=preview, allow_large_deletions=allow_large_deletions)
        transaction.on_commit(lambda: run_sync.enqueue(run.pk))
    return run


@task()
def run_sync(run_id: int) -> None:
    """Do what a waiting run asks for. Its row tells what became of it, a PretalxError is no failure of the worker."""
    run = PretalxSyncRun.objects.select_related("conference", "started_by").get(pk=run_id)
    if run.status != Status.QUEUED:
        return
    try:
        service = PretalxSyncService(run.conference, run=run, user=run.started_by)
        if run.is_preview:
            service.preview()
        else:
            service.sync_all(allow_large_deletions=run.allow_large_deletions)
    except PretalxError as error:
        # refused before it began: no recorder has written the reason yet
        PretalxSyncRun.objects.filter(pk=run.pk, status=Status.QUEUED).update(
            status=Status.FAILED, message=str(error), finished_at=timezone.now()
        )


def sync_due() -> str:
    """Sync every conference whose time has come; one that fails does not keep the others waiting."""
    lines = []
    asked_for = Conference.objects.filter(pretalx_sync_minutes__gt=0).exclude(pretalx_event_slug="")
    for conference in asked_for.exclude(pk__in=scope.closed_conferences()):
        if not _is_due(conference):
            continue
        try:
            result = PretalxSyncService(conference).sync_all().sentence()
        except PretalxError as error:
            result = str(error)
        except Exception:
            logger.exception("Pretalx: the sync of %s failed", conference.slug)
            result = "failed, see the log"
        lines.append(f"{conference.slug}: {result}")
    return "; ".join(lines)


def forget_old_runs() -> str:
    """Delete history that nobody needs: half a year for syncs that changed something, a week for the others."""
    now = timezone.now()
    finished = PretalxSyncRun.objects.exclude(status__in=[Status.QUEUED, Status.RUNNING])
    old = finished.filter(created_at__lt=now - KEEP_EVENTFUL)
    uneventful = finished.filter(created_at__lt=now - KEEP_UNEVENTFUL).exclude(
        is_preview=False, result__has_key="details"
    )
    deleted = old.delete()[0] + uneventful.delete()[0]
    return f"{deleted} old syncs forgotten" if deleted else ""


def _is_due(conference: Conference) -> bool:
    if not is_feature_enabled("pretalx_sync", conference):
        return False
    since = timezone.now() - timedelta(minutes=conference.pretalx_sync_minutes) + EARLY
    return not conference.pretalx_sync_runs.filter(is_preview=False, created_at__gt=since).exists()
