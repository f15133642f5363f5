"""Tickets in hand: each unit of a ticket is an attendee, named or not yet."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.models.orders import Order, OrderLineItem
from registration.readable_codes import random_code

CODE_LENGTH = 8
CODE_TRIES = 10


def new_access_code() -> str:
    """Return a random code for a ticket."""
    return random_code(CODE_LENGTH)


def new_claim_token() -> str:
    """Return the secret of the link by which somebody takes a ticket over."""
    return secrets.token_urlsafe(24)


class Attendee(models.Model):
    """One ticket. `user` is empty until somebody claims it; `name` and `email` are what the buyer said.

    `line` and `unit` (from 1) say which unit of which order line it is. `access_code` is on the QR and opens nothing by
    itself; `claim_token` is in the holder's mail only. A revoked ticket lets nobody in.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendees"
    )
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="attendees")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="attendees")
    line = models.ForeignKey(OrderLineItem, on_delete=models.PROTECT, null=True, blank=True, related_name="attendees")
    unit = models.PositiveIntegerField(default=1)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    access_code = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    claim_token = models.CharField(max_length=64, unique=True, default=new_claim_token, editable=False)
    claim_mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    conduct_accepted_at = models.DateTimeField(_("code of conduct accepted"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True)
    completed_registration = models.BooleanField(_("all questions answered"), default=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order", "line", "unit", "pk"]
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        default_permissions = ("view", "change")
        permissions = [("export_attendee", "Can export attendees")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "conference"],
                condition=Q(user__isnull=False, revoked_at__isnull=True),
                name="one_ticket_per_person",
                violation_error_message=_("This person has a ticket already."),
            ),
            models.UniqueConstraint(fields=["line", "unit"], name="one_ticket_per_unit"),
        ]

    def __str__(self) -> str:
        return self.name or self.access_code

    def save(self, *args: object, **kwargs: object) -> None:
        """Give a new ticket its code; `RuntimeError` when no free one is found."""
        if not self.access_code:
            self.access_code = free_access_code()
        super().save(*args, **kwargs)


def free_access_code() -> str:
    """Return a code that no ticket has; `RuntimeError` after ten tries."""
    for _attempt in range(CODE_TRIES):
        code = new_access_code()
        if not Attendee.objects.filter(access_code=code).exists():
            return code
    raise RuntimeError("no free access code was found")


class AttendeeAddOn(models.Model):
    """One unit of an add-on's line, and the ticket it belongs to."""

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="addons")
    line = models.ForeignKey(OrderLineItem, on_delete=models.PROTECT, related_name="attendee_addons")
    unit = models.PositiveIntegerField(default=1)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["line", "unit"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["line", "unit"], name="addon_unit_belongs_to_one_ticket")]

    def __str__(self) -> str:
        return f"{self.line.description} → {self.attendee}"
