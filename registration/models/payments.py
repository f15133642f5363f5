"""Payments of orders, and who their payers are at Stripe."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.models.orders import Order


class Payment(models.Model):
    """Money for an order, in the order's currency.

    A card payment is one row per order and PaymentIntent: written PENDING before Stripe is asked, reused by every tab
    and every further try; `attempt` makes its idempotency keys, `failure_message` is the last refusal. `fee` and `net`
    are Stripe's, once known.
    """

    class Method(models.TextChoices):
        """How it was paid."""

        STRIPE = "stripe", _("Card or wallet, online")
        TERMINAL = "terminal", _("Card, at the desk")
        COMP = "comp", _("Free of charge")
        CREDIT = "credit", _("Store credit")
        MANUAL = "manual", _("Bank transfer or cash")

    class Status(models.TextChoices):
        """Whether the money has come."""

        PENDING = "pending", _("Not yet paid")
        PROCESSING = "processing", _("On its way")
        SUCCEEDED = "succeeded", _("Received")
        FAILED = "failed", _("Failed")
        REFUNDED = "refunded", _("Given back")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    method = models.CharField(_("method"), max_length=20, choices=Method, default=Method.STRIPE)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.SUCCEEDED)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    livemode = models.BooleanField(default=True, editable=False)
    attempt = models.PositiveSmallIntegerField(default=1, editable=False)
    stripe_payment_intent_id = models.CharField(max_length=200, blank=True)
    stripe_charge_id = models.CharField(max_length=200, blank=True, db_index=True)
    stripe_balance_transaction_id = models.CharField(max_length=200, blank=True)
    fee = models.DecimalField(_("fee"), max_digits=10, decimal_places=2, null=True, blank=True)
    net = models.DecimalField(_("net"), max_digits=10, decimal_places=2, null=True, blank=True)
    settlement_currency = models.CharField(max_length=3, blank=True, help_text=_("Of fee and net."))
    failure_message = models.CharField(_("refused because"), max_length=500, blank=True)
    # of what staff recorded; None where that was not kept, and for every other method
    is_cash = models.BooleanField(null=True, editable=False)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="created_payments"
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        default_permissions = ("view",)
        permissions = [
            ("record_payment", "Can record a payment that arrived outside of the site"),
            ("export_payment", "Can export payments"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_amount_not_negative"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(method="stripe", status__in=["pending", "processing"]),
                name="one_open_stripe_payment_per_order",
            ),
            models.UniqueConstraint(
                fields=["stripe_payment_intent_id"],
                condition=~Q(stripe_payment_intent_id=""),
                name="payment_intent_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.amount}"

    @property
    def way(self) -> str:
        """How it was paid, in words: what staff recorded was a bank transfer or cash."""
        if self.method != self.Method.MANUAL or self.is_cash is None:
            return self.get_method_display()
        return str(_("Cash") if self.is_cash else _("Bank transfer"))


class StripeCustomer(models.Model):
    """A person at a conference's Stripe account; test and live customers are different people to Stripe."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stripe_customers")
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="stripe_customers")
    stripe_customer_id = models.CharField(max_length=200)
    livemode = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "conference", "livemode"], name="stripe_customer_once_per_person"),
            models.UniqueConstraint(fields=["conference", "stripe_customer_id"], name="stripe_customer_id_unique"),
        ]

    def __str__(self) -> str:
        return self.stripe_customer_id
