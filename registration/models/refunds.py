"""Money that goes back, one row per payment it came from, written before anybody is asked to move it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.models.credits import Credit
from registration.models.orders import Order, OrderLineItem
from registration.models.payments import Payment


class Refund(models.Model):
    """A part of a payment on its way back, in the order's currency. Its number is the idempotency key at Stripe.

    `credit` groups the rows of one decision. `request_key` makes the same click twice one refund. `reason` is one of
    Stripe's three; `note` are the staff's own words. `above_price` is what of it lowers no price: it had
    been paid beyond what the order costs, or for an order that was never paid. The rest has a credit note.
    """

    class Status(models.TextChoices):
        """Where the money is."""

        PENDING = "pending", _("On its way")
        SUCCEEDED = "succeeded", _("Given back")
        FAILED = "failed", _("Failed")

    class To(models.TextChoices):
        """Where the money goes."""

        ORIGINAL = "original", _("Back the way it came")
        CREDIT = "credit", _("Store credit")

    class Reason(models.TextChoices):
        """The reasons that Stripe knows."""

        REQUESTED = "requested_by_customer", _("The buyer asked for it")
        DUPLICATE = "duplicate", _("Paid twice")
        FRAUDULENT = "fraudulent", _("Fraud")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="refunds")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, null=True, blank=True, related_name="refunds")
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PENDING)
    to = models.CharField(_("goes to"), max_length=10, choices=To, default=To.ORIGINAL)
    reason = models.CharField(_("reason"), max_length=30, choices=Reason, default=Reason.REQUESTED)
    note = models.TextField(_("note"), blank=True)
    failure_message = models.CharField(_("failed because"), max_length=500, blank=True)
    stripe_refund_id = models.CharField(max_length=200, blank=True)
    request_key = models.CharField(max_length=64, blank=True, editable=False)
    above_price = models.DecimalField(max_digits=10, decimal_places=2, default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="created_refunds"
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        default_permissions = ("view",)
        permissions = [("refund_order", "Can give money back"), ("export_refund", "Can export refunds")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive"),
            models.UniqueConstraint(
                fields=["stripe_refund_id"], condition=~Q(stripe_refund_id=""), name="stripe_refund_unique"
            ),
            models.UniqueConstraint(
                fields=["payment", "request_key"], condition=~Q(request_key=""), name="refund_request_once_per_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} −{self.amount}"


class RefundLine(models.Model):
    """Which units of a line a refund gave back: they release their stock, and their tickets end.

    `units` are the numbers of the units, as tickets and add-ons carry them.
    """

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLineItem, on_delete=models.PROTECT, related_name="refund_lines")
    quantity = models.PositiveIntegerField(_("quantity"))
    units = models.JSONField(default=list, editable=False)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="refund_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1, amount__gte=0), name="refund_line_is_of_some_units"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line.description}"
