"""What Stripe told us, and what went wrong with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import Conference


class StripeEvent(models.Model):
    """An event of a conference's Stripe account, stored once, as the verified bytes said. It is a trigger only."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="stripe_events")
    stripe_id = models.CharField(_("id at Stripe"), max_length=200)
    kind = models.CharField(_("kind"), max_length=200)
    livemode = models.BooleanField(_("live"), default=False)
    payload = models.JSONField(default=dict)
    customer_id = models.CharField(max_length=200, blank=True)
    object_id = models.CharField(_("about"), max_length=200, blank=True, db_index=True)
    processed = models.BooleanField(_("done"), default=False)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    api_version = models.CharField(max_length=50, blank=True)
    created_at = models.DateTimeField(_("came"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")
        default_permissions = ("view",)
        permissions = [("retry_stripeevent", "Can process a failed event again")]
        indexes = [models.Index(fields=["processed", "created_at"])]
        constraints = [
            models.UniqueConstraint(fields=["conference", "stripe_id"], name="stripe_event_once_per_conference")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stripe_id}"


class EventProcessingException(models.Model):
    """A failed try to process an event; `data` holds no secret and no personal data."""

    event = models.ForeignKey(
        StripeEvent, on_delete=models.SET_NULL, null=True, blank=True, related_name="processing_exceptions"
    )
    data = models.TextField(blank=True)
    message = models.CharField(_("message"), max_length=500)
    traceback = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.message
