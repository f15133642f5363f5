"""What is sold: kinds of tickets, and add-ons such as a dinner or a workshop."""

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.models import Conference
from conference.money import require_exact
from registration.windows import Window, window_at


class Product(models.Model):
    """What tickets and add-ons share. Prices include tax and are in the conference's currency; times are aware.

    `kind` names the kind in keys of stock, forms and baskets; `line_field` is the field by which lines of carts and orders
    refer to a product of that kind.
    """

    kind: ClassVar[str]
    line_field: ClassVar[str]

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=200, help_text=_("Unique within the conference."))
    description = models.TextField(_("description"), blank=True)
    price = models.DecimalField(_("price"), max_digits=10, decimal_places=2, help_text=_("With tax."))
    tax_rate = models.DecimalField(
        _("tax rate in %"), max_digits=5, decimal_places=2, default=0, help_text=_("Contained in the price.")
    )
    available_from = models.DateTimeField(_("on sale from"), null=True, blank=True)
    available_until = models.DateTimeField(_("on sale until"), null=True, blank=True)
    total_quantity = models.PositiveIntegerField(_("how many there are"), default=0, help_text=_("0: no limit."))
    is_active = models.BooleanField(_("on sale"), default=True)
    bulk_enabled = models.BooleanField(_("sponsors may order it in bulk"), default=False)
    order = models.PositiveIntegerField(_("place in the list"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "slug"],
                name="%(class)s_slug_unique",
                violation_error_message=_("Another one of this conference has this short name."),
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=0),
                name="%(class)s_price_not_negative",
                violation_error_message=_("A price is not negative."),
            ),
            models.CheckConstraint(
                condition=models.Q(tax_rate__gte=0, tax_rate__lte=100),
                name="%(class)s_tax_rate_is_percentage",
                violation_error_message=_("A tax rate lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=models.Q(available_from__isnull=True)
                | models.Q(available_until__isnull=True)
                | models.Q(available_from__lt=models.F("available_until")),
                name="%(class)s_sale_begins_before_it_ends",
                violation_error_message=_("The sale ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a price with a fraction that the conference's currency does not know."""
        super().clean()
        if self.conference_id and self.price is not None:
            try:
                require_exact(self.price, self.conference.effective_currency)
            except ValidationError as error:
                raise ValidationError({"price": error.messages}) from error

    def window_at(self, now: dt.datetime) -> Window:
        """Return where a moment lies to the time of sale."""
        return window_at(now, start=self.available_from, end=self.available_until)

    @property
    def is_in_window(self) -> bool:
        """Whether now lies in the time of sale, its ends included."""
        return self.window_at(timezone.now()) is Window.OPEN

    @property
    def remaining_quantity(self) -> int | None:
        """How many are left to sell, `None` for no limit; one SQL statement. Below 0 when staff lowered the limit."""
        if not self.total_quantity:
            return None
        return self.total_quantity - self.order_line_items.taking_stock().units()

    @property
    def is_available(self) -> bool:
        """Whether one can be bought now: on sale, in its time, and some left."""
        if not (self.is_active and self.is_in_window):
            return False
        remaining = self.remaining_quantity
        return remaining is None or remaining > 0


class TicketType(Product):
    """A kind of ticket. `requires_voucher` hides it from everybody without a voucher that unlocks it."""

    kind, line_field = "ticket", "ticket_type"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="ticket_types")
    includes = models.TextField(
        _("what is included"), blank=True, help_text=_("A line each, for example “Lunch on all days”.")
    )
    limit_per_user = models.PositiveIntegerField(
        _("most per buyer"), default=10, help_text=_("Over all orders of a person. 0: no limit.")
    )
    requires_voucher = models.BooleanField(
        _("hidden"), default=False, help_text=_("Only seen with a voucher that unlocks it.")
    )

    class Meta(Product.Meta):
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")


class AddOn(Product):
    """Something that is bought with a ticket. Each unit belongs to one holder of a ticket."""

    kind = line_field = "addon"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="addons")
    requires_ticket_types = models.ManyToManyField(
        TicketType,
        blank=True,
        related_name="available_addons",
        verbose_name=_("only with these tickets"),
        help_text=_("Nothing chosen: with every ticket."),
    )

    class Meta(Product.Meta):
        verbose_name = _("add-on")
        verbose_name_plural = _("add-ons")
