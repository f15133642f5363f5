"""The history of imports from Pretalx."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conference import Conference


class PretalxSyncRun(models.Model):
    """One import: its progress while it runs (`done` of `total` in `step`), and its result.

    `result` counts added, changed and removed rows per kind; `message` is the sentence shown to staff. A preview reads and
    compares but writes nothing. `alive_at` is the last sign of life: a run that was killed must not lock out the next.
    """

    class Status(models.TextChoices):
        """Where the run is."""

        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Stopped: too much would go")
        FAILED = "failed", _("Failed")

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="pretalx_sync_runs")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    is_preview = models.BooleanField(default=False)
    allow_large_deletions = models.BooleanField(default=False)
    step = models.CharField(_("step"), max_length=100, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict, blank=True)
    message = models.TextField(_("message"), blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    alive_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("sync")
        verbose_name_plural = _("syncs")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["conference"], condition=models.Q(status="running"), name="one_running_sync_per_conference"
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.status}"
