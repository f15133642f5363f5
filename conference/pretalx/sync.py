"""The sync itself: read everything, compare in memory, ask the delete guard, write in one short transaction."""

import logging
from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference import scope
from conference.features import is_feature_enabled
from conference.models import Conference, PretalxSyncRun
from conference.pretalx import guard
from conference.pretalx.client import PretalxClient
from conference.pretalx.errors import ConfigurationError
from conference.pretalx.fetch import KINDS, ROOMS, SLOTS, SPEAKERS, TALKS, Programme, Progress, fetch_programme
from conference.pretalx.photos import refresh_photos
from conference.pretalx.plan import Plan, make_plan
from conference.pretalx.report import counts_of, details_of
from conference.pretalx.runs import RunRecorder
from conference.pretalx.state import load_state
from conference.pretalx.write import write_plan
from conference.services import public_version
from conference.signals import schedule_synced

logger = logging.getLogger(__name__)

Steps = Generator[Progress, None, "SyncResult"]


@dataclass
class SyncResult:
    """What a sync did, or would do.

    `counts` and `details` are as in `report`; `released` is False when Pretalx has no published schedule and the slots
    were left alone; `photos` counts portraits that were copied and that could not be; `refused` says, for a preview, that
    a sync would need `allow_large_deletions`.
    """

    counts: dict[str, dict[str, int]]
    details: dict[str, dict[str, list]] = field(default_factory=dict)
    released: bool = True
    notes: list[str] = field(default_factory=list)
    photos: dict[str, int] = field(default_factory=dict)
    refused: list[dict] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything is different now."""
        return any(count for counts in self.counts.values() for name, count in counts.items() if name != "unchanged")

    def sentence(self, *, preview: bool = False) -> str:
        """The result in a few words: what was done, or for a preview what there is to do."""
        parts = []
        if self.changed:
            total = {
                name: sum(counts[name] for counts in self.counts.values()) for name in ("added", "changed", "removed")
            }
            told = (
                _("%(added)d to add, %(changed)d to change, %(removed)d to remove.")
                if preview
                else _("%(added)d added, %(changed)d changed, %(removed)d removed.")
            )
            parts.append(told % total)
        else:
            parts.append(_("Everything is up to date."))
        if not self.released:
            parts.append(_("Pretalx has no schedule released yet, so the times were left alone."))
        if self.photos.get("failed"):
            parts.append(_("%(count)d portraits could not be copied.") % {"count": self.photos["failed"]})
        return " ".join([*parts, *self.notes])

    def as_dict(self) -> dict:
        """Plain data for the run's row."""
        return {name: value for name, value in vars(self).items() if value not in ([], {})}


class PretalxSyncService:
    """Brings a conference's programme up to date with Pretalx. Only rows that came from there are touched.

    Every method reads all it needs first; a PretalxError means that nothing was written. Each leaves one row of history
    (`run` gives an existing one). `on_progress(Progress)` is called along the way. Raises ConfigurationError, a
    ValueError, for a conference without an event.
    """

    def __init__(
        self,
        conference: Conference,
        *,
        user=None,
        run: PretalxSyncRun | None = None,
        client: PretalxClient | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ):
        self.conference = conference
        self.user = user
        self.run = run
        self.client = client or PretalxClient.for_conference(conference)
        self.on_progress = on_progress

    def sync_all(self, *, allow_large_deletions: bool = False) -> SyncResult:
        """Rooms, speakers, talks, slots and the defaults of session types, then the portraits."""
        return self._drain(self._steps(KINDS, allow_large_deletions=allow_large_deletions))

    def sync_rooms(self, *, allow_large_deletions: bool = False) -> SyncResult:
        """Rooms only."""
        return self._drain(self._steps([ROOMS], allow_large_deletions=allow_large_deletions))

    def sync_speakers(self, *, allow_large_deletions: bool = False) -> SyncResult:
        """Speakers of confirmed talks, and their portraits."""
        return self._drain(self.sync_speakers_iter(allow_large_deletions=allow_large_deletions))

    def sync_speakers_iter(self, *, allow_large_deletions: bool = False) -> Steps:
        """Like `sync_speakers`, but yields Progress and returns the result at the end."""
        return self._steps([SPEAKERS], allow_large_deletions=allow_large_deletions)

    def sync_talks(self, *, allow_large_deletions: bool = False) -> SyncResult:
        """Confirmed talks; they join the speakers we know."""
        return self._drain(self.sync_talks_iter(allow_large_deletions=allow_large_deletions))

    def sync_talks_iter(self, *, allow_large_deletions: bool = False) -> Steps:
        """Like `sync_talks`, but yields Progress and returns the result at the end."""
        return self._steps([TALKS], allow_large_deletions=allow_large_deletions)

    def sync_schedule(self, *, allow_large_deletions: bool = False) -> SyncResult:
        """The slots of the released schedule, for the rooms and talks we know."""
        return self._drain(self._steps([SLOTS], allow_large_deletions=allow_large_deletions))

    def apply_type_defaults(self) -> int:
        """Place talks without a slot as the defaults of their type say. Returns how many talks were placed anew."""
        check_allowed(self.conference)
        now = timezone.now()
        with transaction.atomic():
            state = load_state(self.conference)
            plan = make_plan(state, Programme(), now=now)
            self._write(state, plan, now)
        return len(plan.talks.written)

    def preview(self) -> SyncResult:
        """What `sync_all` would do now; writes nothing but its row of history."""
        return self._drain(self._steps(KINDS, preview=True))

    def _drain(self, steps: Steps) -> SyncResult:
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                return end.value
            if self.on_progress:
                self.on_progress(progress)

    def _steps(self, kinds: Collection[str], *, allow_large_deletions: bool = False, preview: bool = False) -> Steps:
        check_allowed(self.conference)
        recorder = RunRecorder(
            self.conference,
            self.run,
            started_by=self.user,
            is_preview=preview,
            allow_large_deletions=allow_large_deletions,
        )
        recorder.begin()
        try:
            programme = yield from _signed(
                fetch_programme(self.client, language=self.conference.language, kinds=kinds), recorder
            )
            if preview:
                result = self._compare(programme)
            else:
                result = self._apply(programme, recorder, allow_large_deletions=allow_large_deletions)
        except BaseException as error:  # also when the process is asked to stop: the row must not stay "running"
            recorder.fail(error)
            raise
        try:
            if SPEAKERS in kinds and not preview:
                result.photos = yield from _signed(refresh_photos(self.conference, self.client), recorder)
        except Exception:  # the programme is written; whatever is wrong with pictures is told, not raised
            logger.exception("Copying portraits failed")
            result.notes.append(_("The portraits could not be copied; the log has details."))
        finally:
            recorder.succeed(result.as_dict(), result.sentence(preview=preview))
        return result

    def _compare(self, programme: Programme) -> SyncResult:
        plan = make_plan(load_state(self.conference), programme, now=timezone.now())
        result = self._result(plan, programme)
        result.refused = [vars(refusal) for refusal in guard.refusals(plan.kinds)]
        return result

    def _apply(self, programme: Programme, recorder: RunRecorder, *, allow_large_deletions: bool) -> SyncResult:
        now = timezone.now()
        with transaction.atomic():
            recorder.check_still_ours()
            state = load_state(self.conference)
            plan = make_plan(state, programme, now=now)
            if not allow_large_deletions:
                guard.check(plan.kinds)
            self._write(state, plan, now, recorder.run)
        return self._result(plan, programme)

    def _write(self, state, plan: Plan, now, run: PretalxSyncRun | None = None) -> None:
        if plan.is_empty:
            return
        write_plan(state, plan, now=now)
        public_version.bump()
        transaction.on_commit(lambda: self._tell(run))

    def _tell(self, run: PretalxSyncRun | None) -> None:
        for receiver, answer in schedule_synced.send_robust(Conference, conference=self.conference, run=run):
            if isinstance(answer, Exception):
                logger.error("A receiver of schedule_synced failed: %s", receiver, exc_info=answer)

    def _result(self, plan: Plan, programme: Programme) -> SyncResult:
        return SyncResult(
            counts=counts_of(plan),
            details=details_of(plan, self.conference.tz),
            released=programme.released,
            notes=programme.notes,
        )


def check_allowed(conference: Conference) -> None:
    """Raise ConfigurationError where no sync may be: the feature is switched off, or the conference is closed."""
    if not is_feature_enabled("pretalx_sync", conference):
        raise ConfigurationError(_("The import from Pretalx is switched off for this conference."))
    try:
        scope.require_open(conference)
    except ValidationError as refusal:
        raise ConfigurationError(" ".join(refusal.messages)) from refusal


def _signed(steps: Generator, recorder: RunRecorder) -> Generator:
    """Pass the steps on and let the run show them."""
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            return end.value
        recorder.sign(progress)
        yield progress
