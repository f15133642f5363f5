"""The pages of the sync desk: overview, one run, its progress as data, and the buttons."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from common.scope import DeskMixin, DeskView, is_open
from conference import scope
from conference.models import PretalxSyncRun
from conference.pretalx.errors import PretalxError
from conference.pretalx.tasks import start_sync
from conference.settings import get_config
from staff.settings.tabs import tab_url
from staff.sync.changes import kinds_of, refused_of

Status = PretalxSyncRun.Status

RUNS_PER_PAGE = 20
# a worker takes a waiting run within seconds; after so long somebody should look whether one is running
LONG_WAIT = timedelta(seconds=30)


class SyncDesk:
    """What the desk's views share: who may open them, and that the feature must be on."""

    desk = "pretalx_sync"
    permissions = ("conference.sync_pretalx", "conference.view_pretalxsyncrun")
    write_permissions = ("conference.sync_pretalx",)
    header_icon = "download"

    @property
    def may_sync(self) -> bool:
        """Whether the buttons are there for this person."""
        return is_open(self.conference) and scope.may(self.request.user, "conference.sync_pretalx", self.conference)

    def settings_url(self) -> str:
        """The tab of Pretalx in the settings, "" for those who may not open it."""
        return tab_url(self.request, self.conference, "pretalx")


class SyncView(SyncDesk, DeskView):
    """The overview: what is connected, what runs now, and the history."""

    page_title = gettext_lazy("Import from Pretalx")
    template_name = "staff/sync/index.html"

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        runs = self.conference.pretalx_sync_runs.select_related("started_by")
        page = Paginator(runs.defer("result"), RUNS_PER_PAGE).get_page(self.request.GET.get("p"))
        active = runs.filter(status__in=[Status.QUEUED, Status.RUNNING]).first()
        return super().get_context_data(
            page=page,
            progress=progress_of(active) if active else None,
            last_preview=_fresh_preview(runs),
            may_sync=self.may_sync,
            settings_url=self.settings_url(),
            guard=get_config().pretalx,
            guard_percent=round(get_config().pretalx.schedule_delete_guard_max_fraction_removed * 100),
            **kwargs,
        )


class RunView(SyncDesk, DeskView):
    """One run: its progress while it works, its result afterwards."""

    model = PretalxSyncRun
    template_name = "staff/sync/run.html"

    @cached_property
    def run(self) -> PretalxSyncRun:
        """The run; the scope has checked that it is this conference's."""
        return self.conference.pretalx_sync_runs.select_related("started_by").get(pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Return what it was."""
        return _("Preview of an import") if self.run.is_preview else _("Import")

    def get_parents(self) -> list[tuple[str, str]]:
        """Return the way back to the overview."""
        return [(reverse("staff_sync"), _("Import from Pretalx"))]

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        run = self.run
        kinds = kinds_of(run)
        return super().get_context_data(
            run=run,
            progress=None if run.finished_at else progress_of(run),
            kinds=kinds,
            changed=any(kind.lists for kind in kinds),
            refused=refused_of(run),
            photos=run.result.get("photos", {}),
            released=run.result.get("released", True),
            may_sync=self.may_sync,
            settings_url=self.settings_url(),
            is_latest=run == self.conference.pretalx_sync_runs.first(),
            **kwargs,
        )


class RunStatusView(SyncDesk, DeskMixin, View):
    """How far a run is, as JSON for the page that polls it."""

    model = PretalxSyncRun

    def get(self, request: HttpRequest, *, pk: int) -> JsonResponse:  # noqa: ARG002 - Django's signature
        """Answer with the words and numbers the page shows."""
        run = self.conference.pretalx_sync_runs.defer("result").get(pk=pk)
        return JsonResponse(progress_of(run), headers={"Cache-Control": "no-store"})


class StartView(SyncDesk, DeskMixin, View):
    """Starts a preview or an import in the background."""

    permissions = SyncDesk.write_permissions

    def post(self, request: HttpRequest) -> HttpResponse:
        """Start it and lead to its page; say why when it cannot be."""
        wants_deletions = "large_deletions" in request.POST
        if wants_deletions and request.POST.get("confirm") != "yes":
            messages.error(request, _("Tick the box to say that the removals are meant. Nothing was started."))
            return redirect("staff_sync")
        try:
            run = start_sync(
                self.conference,
                user=request.user,
                preview=request.POST.get("what") == "preview",
                allow_large_deletions=wants_deletions,
            )
        except PretalxError as error:
            messages.error(request, str(error))
            return redirect("staff_sync")
        return redirect("staff_sync_run", pk=run.pk)


def progress_of(run: PretalxSyncRun) -> dict:
    """How far a run is: `text` for people, `done` of `total` (0: unknown), and where to look when it has `finished`."""
    return {
        "text": _progress_text(run),
        "done": run.done,
        "total": run.total,
        "finished": run.finished_at is not None,
        "page": reverse("staff_sync_run", args=[run.pk]),
        "status": reverse("staff_sync_status", args=[run.pk]),
    }


def _progress_text(run: PretalxSyncRun) -> str:
    if run.finished_at:
        return str(run.get_status_display())
    if run.status == Status.QUEUED:
        if timezone.now() - run.created_at > LONG_WAIT:
            return _("Still waiting for a background worker. Ask your administrator whether one is running.")
        return _("Waiting for a background worker …")
    if run.total:
        return _("Reading %(step)s: %(done)d of %(total)d") % {"step": run.step, "done": run.done, "total": run.total}
    return _("Reading %(step)s …") % {"step": run.step} if run.step else _("Starting …")


def _fresh_preview(runs) -> PretalxSyncRun | None:
    """The latest run, if it is a preview that found something out: a later import makes it stale."""
    latest = runs.first()
    return latest if latest and latest.is_preview and latest.status == Status.DONE else None
