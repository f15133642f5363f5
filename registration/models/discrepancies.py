"""Where Stripe and the orders do not agree: one list, so that no money is ever out of sight."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.models.orders import Order
from registration.models.payments import Payment


class Discrepancy(models.Model):
    """A difference that a person should see. `stripe_id` is the object it is about; `detail` is one sentence.

    `resolved_at` says that it is settled, `resolved_by` and `resolution` by whom and how. Found again it is the same row:
    with the same amount it stays as it is, also settled; with another one it is open again.
    """

    class Kind(models.TextChoices):
        """What does not agree."""

        ORPHAN_PAYMENT = "orphan_payment", _("Money without an order")
        WRONG_AMOUNT = "wrong_amount", _("Another amount or currency than asked")
        OVERPAID = "overpaid", _("Paid too much")
        LATE_PAYMENT = "late_payment", _("Paid too late, nothing left")
        MISSING_PAYMENT = "missing_payment", _("Paid here, not at Stripe")
        UNRECORDED_REFUND = "unrecorded_refund", _("Refund that is not recorded")
        FAILED_REFUND = "failed_refund", _("Refund that did not arrive")
        DISPUTE = "dispute", _("The payer disputes the payment")

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="discrepancies")
    kind = models.CharField(_("what"), max_length=30, choices=Kind)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="discrepancies")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, blank=True, related_name="discrepancies")
    stripe_id = models.CharField(_("id at Stripe"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    detail = models.TextField(_("what happened"), blank=True)
    created_at = models.DateTimeField(_("found"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("settled"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    resolution = models.TextField(_("how it was settled"), blank=True)

    class Meta:
        ordering = ["resolved_at", "-created_at"]
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "kind", "stripe_id"],
                condition=~models.Q(stripe_id=""),
                name="discrepancy_once_per_object",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Dispute(models.Model):
    """A payer's claim at their bank: while it is open the order gives no money back. `status` is Stripe's word."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    stripe_dispute_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(_("status"), max_length=30)
    reason = models.CharField(_("reason"), max_length=50, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    funds_withdrawn = models.BooleanField(_("money taken back"), default=False)
    evidence_due_by = models.DateTimeField(_("answer until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.stripe_dispute_id} {self.status}"

    @property
    def is_open(self) -> bool:
        """Whether it is undecided."""
        return self.closed_at is None
