"""Vouchers: codes that lower a price or open hidden tickets."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from registration.models.catalogue import AddOn, TicketType
from registration.models.values import require_value
from registration.windows import Window, window_at


def normal_code(code: str) -> str:
    """Return a code as it is stored: without blanks at its ends, in capital letters."""
    return code.strip().upper()


class Voucher(models.Model):
    """A code for one conference. A scope without tickets and add-ons means everything; tickets
    alone leave add-ons out, and the other way round.

    `times_used` counts the orders that hold or paid with it; it is written by `registration.services.inventory` only.
    """

    class VoucherType(models.TextChoices):
        """What the code does to the price."""

        COMP = "comp", _("Free")
        PERCENTAGE = "percentage", _("Percentage off")
        FIXED_AMOUNT = "fixed_amount", _("Amount off")

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="vouchers")
    code = models.CharField(_("code"), max_length=100, help_text=_("Letters A to Z, digits and hyphens."))
    voucher_type = models.CharField(_("effect"), max_length=20, choices=VoucherType)
    discount_value = models.DecimalField(
        _("value"),
        max_digits=10,
        decimal_places=2,
        default=0,
        help_text=_("Percent, or an amount off the whole order. Nothing for free ones."),
    )
    applicable_ticket_types = models.ManyToManyField(
        TicketType,
        blank=True,
        related_name="vouchers",
        verbose_name=_("for these tickets"),
        help_text=_("Nothing chosen here nor among the add-ons: for everything."),
    )
    applicable_addons = models.ManyToManyField(
        AddOn,
        blank=True,
        related_name="vouchers",
        verbose_name=_("for these add-ons"),
        help_text=_("Nothing chosen here nor among the tickets: for everything."),
    )
    max_quantity = models.PositiveIntegerField(
        _("most units per order"), default=0, help_text=_("How many units of an order it covers. 0: all in its scope.")
    )
    max_uses = models.PositiveIntegerField(_("most orders"), default=1)
    times_used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    valid_from = models.DateTimeField(_("valid from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    unlocks_hidden_tickets = models.BooleanField(_("opens hidden tickets"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "code"],
                name="voucher_code_unique",
                violation_error_message=_("Another voucher of this conference has this code."),
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9-]+$"),
                name="voucher_code_is_normal",
                violation_error_message=_("A code has letters A to Z, digits and hyphens only."),
            ),
            models.CheckConstraint(
                condition=models.Q(discount_value__gte=0),
                name="voucher_value_not_negative",
                violation_error_message=_("A discount is not negative."),
            ),
            models.CheckConstraint(
                condition=~models.Q(voucher_type="percentage") | models.Q(discount_value__lte=100),
                name="voucher_percentage_at_most_100",
                violation_error_message=_("A percentage is at most 100."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_until")),
                name="voucher_begins_before_it_ends",
                violation_error_message=_("The voucher ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def clean_fields(self, exclude: set[str] | None = None) -> None:
        """Bring the code into its stored form before it is checked."""
        self.code = normal_code(self.code or "")
        super().clean_fields(exclude)

    def clean(self) -> None:
        """Refuse a value that does not fit to the effect: with “Free”, or none with another one."""
        if self.voucher_type == self.VoucherType.COMP:
            if self.discount_value:
                raise ValidationError(
                    {"discount_value": _("A free code has no value: empty it, or choose what it takes off.")}
                )
            return
        is_amount = self.voucher_type == self.VoucherType.FIXED_AMOUNT
        only_opens = self.unlocks_hidden_tickets and not is_amount and self.discount_value == 0
        if self.voucher_type and not only_opens:
            require_value(self.discount_value, currency=self.conference.effective_currency if is_amount else None)

    def save(self, *args: object, **kwargs: object) -> None:
        """Store the code in its one form, however the row is made."""
        self.code = normal_code(self.code)
        super().save(*args, **kwargs)

    def window_at(self, now: dt.datetime) -> Window:
        """Return where a moment lies to the time in which it is valid."""
        return window_at(now, start=self.valid_from, end=self.valid_until)

    @property
    def is_valid(self) -> bool:
        """Whether it can be used now: active, in its time, and not used up."""
        in_time = self.window_at(timezone.now()) is Window.OPEN
        return self.is_active and in_time and self.times_used < self.max_uses
