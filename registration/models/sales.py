"""How a conference sells, and the one row that every sale locks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from conference.models import Conference
from registration.models.invoices import InvoiceSeries


class SalesSettings(models.Model):
    """What organizers decide about selling. Days are in the conference's time zone."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="sales")
    transfer_enabled = models.BooleanField(_("bank transfer is offered"), default=False)
    transfer_days = models.PositiveSmallIntegerField(_("days to pay"), default=10)
    transfer_until = models.DateField(_("last day on which it is offered"), null=True, blank=True)
    transfer_max_tickets = models.PositiveIntegerField(
        _("most tickets in an order paid so"), default=0, help_text=_("0: no limit.")
    )
    changes_until = models.DateTimeField(
        _("tickets can be renamed and transferred until"),
        null=True,
        blank=True,
        help_text=_("Empty: until the first day of the conference."),
    )
    terms_page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("terms of sale"),
        help_text=_("Buyers agree to it at the checkout."),
    )
    conduct_page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("code of conduct"),
        help_text=_("Every holder of a ticket agrees to it."),
    )
    invoice_series = models.ForeignKey(
        InvoiceSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    health_data_until = models.DateField(
        _("diets and access needs are deleted on"),
        null=True,
        blank=True,
        help_text=_("Empty: 30 days after the last day."),
    )
    stripe_account_id = models.CharField(max_length=200, blank=True, editable=False)
    stripe_webhook_id = models.CharField(max_length=200, blank=True, editable=False)
    stripe_last_event_at = models.DateTimeField(null=True, blank=True, editable=False)
    stripe_reconciled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("sales")
        verbose_name_plural = _("sales")
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(transfer_days__gte=1, transfer_days__lte=90),
                name="sales_transfer_days_between_1_and_90",
                violation_error_message=_("Give buyers between 1 and 90 days."),
            )
        ]

    def __str__(self) -> str:
        return str(self.conference)


class Stock(models.Model):
    """The row that everything locks which sells at a conference. It holds nothing: counts are made from the orders."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="stock")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.conference)
