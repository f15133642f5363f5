"""Store credit, and the record of what was given back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.models.orders import Order
from registration.models.payments import Payment


class Credit(models.Model):
    """Money that a person has at a conference, in its currency.

    Store credit has something left in `remaining_amount`. A refund in money is recorded as a credit with nothing left to
    spend, so that every refund has one row here. `applied_to_order` is the last order it was used for; all uses are
    `CreditApplication` rows.
    """

    class Status(models.TextChoices):
        """Whether it can be spent."""

        AVAILABLE = "available", _("Available")
        APPLIED = "applied", _("Used up")
        EXPIRED = "expired", _("Expired")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="credits")
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="credits")
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    remaining_amount = models.DecimalField(_("left"), max_digits=10, decimal_places=2, default=0)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.AVAILABLE)
    applied_to_order = models.ForeignKey(
        Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="applied_credits"
    )
    source_order = models.ForeignKey(
        Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="issued_credits"
    )
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("issued"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, remaining_amount__gte=0, remaining_amount__lte=F("amount")),
                name="credit_leaves_between_nothing_and_all",
            )
        ]

    def __str__(self) -> str:
        return f"{self.remaining_amount} / {self.amount}"

    def save(self, *args: object, **kwargs: object) -> None:
        """A new credit that can be spent has all of its amount left."""
        if self._state.adding and self.status == self.Status.AVAILABLE and not self.remaining_amount:
            self.remaining_amount = self.amount
        super().save(*args, **kwargs)


class CreditApplication(models.Model):
    """A use of store credit: the part of a credit that paid for an order. `restored` came back to the credit."""

    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="applications")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="credit_application")
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    restored = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, restored__gte=0, restored__lte=F("amount")),
                name="credit_application_restores_at_most_itself",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} → {self.payment.order}"
