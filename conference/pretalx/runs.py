"""The history row of a sync: it says what is going on, keeps two syncs of one conference apart, and holds the result."""

import time
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, PretalxSyncRun
from conference.pretalx.errors import DeleteGuardError, PretalxError, SyncRunningError
from conference.pretalx.fetch import Progress

Status = PretalxSyncRun.Status

# Without a sign of life for so long a run was killed: longer than the slowest page can take, all attempts counted.
PATIENCE = timedelta(minutes=15)
# After so long no worker will take a waiting run any more.
PATIENCE_FOR_WORKERS = timedelta(minutes=5)
# Somebody who asked for a run watches it; nobody looks at the others so closely.
SECONDS_BETWEEN_SIGNS = 2.0
SECONDS_WHEN_WATCHED = 0.5


def ask_for_run(
    conference: Conference, *, user=None, preview: bool = False, allow_large_deletions: bool = False
) -> PretalxSyncRun:
    """A new waiting run for a worker to take. SyncRunningError when one is waiting or running already."""
    with transaction.atomic():
        _lock(conference)
        if living_runs(conference):
            raise SyncRunningError
        return PretalxSyncRun.objects.create(
            conference=conference, started_by=user, is_preview=preview, allow_large_deletions=allow_large_deletions
        )


def living_runs(conference: Conference) -> list[PretalxSyncRun]:
    """Waiting and running runs. Those without a sign of life are ended, so that they do not lock out the next."""
    now = timezone.now()
    living = []
    for run in conference.pretalx_sync_runs.filter(status__in=[Status.QUEUED, Status.RUNNING]):
        killed = run.status == Status.RUNNING
        if (run.alive_at or run.created_at) > now - (PATIENCE if killed else PATIENCE_FOR_WORKERS):
            living.append(run)
            continue
        run.status, run.finished_at = Status.FAILED, now
        run.message = (
            _("The sync stopped half-way. Sync again.")
            if killed
            else _("No background worker took this sync. Start one and try again.")
        )
        run.save(update_fields=["status", "finished_at", "message"])
    return living


class RunRecorder:
    """Writes the life of one run into its row; makes the row when none was asked for beforehand."""

    def __init__(self, conference: Conference, run: PretalxSyncRun | None = None, **values):
        self.conference = conference
        self.run = run or PretalxSyncRun(conference=conference, **values)
        self._pause = SECONDS_WHEN_WATCHED if run else SECONDS_BETWEEN_SIGNS
        self._last_sign = time.monotonic()

    def begin(self) -> None:
        """Take the conference's one place for a running sync, or raise SyncRunningError."""
        now = timezone.now()
        try:
            with transaction.atomic():
                _lock(self.conference)
                if any(run.status == Status.RUNNING for run in living_runs(self.conference)):
                    raise SyncRunningError
                self.run.status = Status.RUNNING
                self.run.started_at = self.run.alive_at = now
                self.run.save()
        except IntegrityError as error:  # a database without row locks: the unique constraint decides
            raise SyncRunningError from error

    def sign(self, progress: Progress) -> None:
        """Show how far it is, but not at every page: progress must not cost more than the sync."""
        if time.monotonic() - self._last_sign < self._pause:
            return
        self._last_sign = time.monotonic()
        PretalxSyncRun.objects.filter(pk=self.run.pk).update(
            step=progress.step[:100], done=progress.done, total=progress.total, alive_at=timezone.now()
        )

    def check_still_ours(self) -> None:
        """Inside the writing transaction: raise SyncRunningError when the run was given up meanwhile."""
        ours = PretalxSyncRun.objects.select_for_update().filter(pk=self.run.pk, status=Status.RUNNING)
        if not ours.values_list("pk", flat=True).first():
            raise SyncRunningError

    def succeed(self, result: dict, message: str) -> None:
        """End well."""
        self._end(Status.DONE, message, result)

    def fail(self, error: BaseException) -> None:
        """End with a sentence that says why. Texts of unforeseen errors stay in the log: they may hold anything."""
        if isinstance(error, DeleteGuardError):
            refused = [vars(refusal) for refusal in error.refusals]
            self._end(Status.REFUSED, str(error), {"refused": refused})
        elif isinstance(error, PretalxError):
            self._end(Status.FAILED, str(error), {})
        else:
            self._end(Status.FAILED, _("Something unforeseen happened. Nothing was changed; the log has details."), {})

    def _end(self, status: str, message: str, result: dict) -> None:
        run = self.run
        run.status, run.message, run.result, run.finished_at = status, message, result, timezone.now()
        run.step, run.done, run.total = "", 0, 0
        columns = ["status", "message", "result", "finished_at", "step", "done", "total"]
        PretalxSyncRun.objects.filter(pk=run.pk, status=Status.RUNNING).update(
            **{column: getattr(run, column) for column in columns}
        )


def _lock(conference: Conference) -> None:
    """One after the other: those who want to start a sync of this conference wait here for each other."""
    Conference.objects.select_for_update(no_key=True).values_list("pk", flat=True).get(pk=conference.pk)
