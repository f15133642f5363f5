"""Orders and their lines. What an order says about price, product and buyer never changes with the catalogue."""

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conference.encrypted_json import EncryptedJSONField
from conference.models import Conference
from conference.money import display
from registration.models.carts import Campaign, Cart
from registration.models.catalogue import AddOn, Product, TicketType
from registration.models.vouchers import Voucher

# The sums in the constraints are rounded because SQLite reckons decimals as floating-point numbers.


class Order(Campaign):
    """One purchase. `total` is the sum of its lines; amounts are in `currency` (ISO 4217).

    While PENDING it holds its stock, voucher and discounts until `hold_expires_at`. `reference` names an order and opens
    nothing by itself. `cart` is unique: a basket becomes one order, however often it is sent. `plan` says whose the
    tickets will be, with answers about health among it. `is_test` marks an order paid with Stripe's test keys: it stays
    out of figures, and its invoices have numbers of a series of their own.
    """

    class Status(models.TextChoices):
        """How far it is; the moves between them are in `registration.services.orders.states`."""

        PENDING = "pending", _("Waiting for payment")
        PAID = "paid", _("Paid")
        REFUNDED = "refunded", _("Refunded")
        PARTIALLY_REFUNDED = "partially_refunded", _("Partly refunded")
        CANCELLED = "cancelled", _("Cancelled")

    class PayBy(models.TextChoices):
        """How the buyer said they would pay."""

        CARD = "card", _("Card")
        TRANSFER = "transfer", _("Bank transfer")

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="orders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    cart = models.OneToOneField(
        Cart, on_delete=models.SET_NULL, null=True, blank=True, related_name="order", editable=False
    )
    reference = models.CharField(_("reference"), max_length=100, unique=True)
    status = models.CharField(_("status"), max_length=25, choices=Status, default=Status.PENDING)
    currency = models.CharField(_("currency"), max_length=3)
    subtotal = models.DecimalField(_("before discounts"), max_digits=10, decimal_places=2, default=0)
    discount_amount = models.DecimalField(_("discounts"), max_digits=10, decimal_places=2, default=0)
    total = models.DecimalField(_("total"), max_digits=10, decimal_places=2, default=0)
    voucher = models.ForeignKey(Voucher, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders")
    voucher_code = models.CharField(_("voucher"), max_length=100, blank=True)
    voucher_details = models.TextField(blank=True)
    billing_name = models.CharField(_("name"), max_length=200)
    billing_email = models.EmailField(_("e-mail"))
    billing_company = models.CharField(_("company"), max_length=200, blank=True)
    billing_address = models.TextField(_("address"), blank=True)
    billing_country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("ISO 3166 code."))
    billing_tax_id = models.CharField(_("tax number"), max_length=100, blank=True)
    buyer_reference = models.CharField(_("your own reference"), max_length=100, blank=True)
    pay_by = models.CharField(_("pays by"), max_length=10, choices=PayBy, default=PayBy.CARD)
    hold_expires_at = models.DateTimeField(_("held until"), null=True, blank=True)
    plan = EncryptedJSONField(default=dict, null=True, blank=True, editable=False)
    terms_accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_test = models.BooleanField(_("test"), default=False)
    created_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        default_permissions = ("view",)
        permissions = [
            ("export_order", "Can export orders"),
            ("cancel_order", "Can cancel orders"),
            ("resend_order", "Can send an order's mails again"),
        ]
        indexes = [
            models.Index(fields=["conference", "status", "hold_expires_at"]),
            models.Index(fields=["user", "conference"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subtotal__gte=0, discount_amount__gte=0, total__gte=0), name="order_amounts_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(total=Round(F("subtotal") - F("discount_amount"), 2)),
                name="order_total_is_what_discounts_leave",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_paid(self) -> bool:
        """Whether it was paid and not wholly given back."""
        return self.status in PAID_STATES

    def money(self, amount: Decimal) -> str:
        """Return an amount in the order's currency, as the conference's language writes it."""
        return display(amount, self.currency, self.conference.language)

    @property
    def is_held(self) -> bool:
        """Whether it waits for payment and still keeps its stock."""
        return (
            self.status == self.Status.PENDING
            and self.hold_expires_at is not None
            and self.hold_expires_at > timezone.now()
        )

    @property
    def has_pro_forma(self) -> bool:
        """Whether there is a paper by which it can be paid by transfer: while it waits for that and keeps its stock."""
        return self.pay_by == self.PayBy.TRANSFER and self.is_held


PAID_STATES = (Order.Status.PAID, Order.Status.PARTIALLY_REFUNDED)
# of orders that were paid, whatever went back since
EVER_PAID = (*PAID_STATES, Order.Status.REFUNDED)


def takes_stock(prefix: str = "", *, now: dt.datetime | models.Expression | None = None) -> Q:
    """Return the condition under which an order takes stock: paid, or waiting and still held."""
    return Q(**{f"{prefix}status__in": PAID_STATES}) | Q(
        **{f"{prefix}status": Order.Status.PENDING, f"{prefix}hold_expires_at__gt": now or timezone.now()}
    )


class LineQuerySet(models.QuerySet):
    """What is asked of lines in several places."""

    def taking_stock(self, *, now: dt.datetime | models.Expression | None = None) -> "LineQuerySet":
        """Return the lines of orders that are paid or held."""
        return self.filter(takes_stock("order__", now=now))

    def units(self) -> int:
        """Return how many units the lines stand for, refunded ones not counted (one SQL statement)."""
        return self.aggregate(units=Sum(F("quantity") - F("refunded_quantity")))["units"] or 0


class OrderLineItem(models.Model):
    """So many of one product, at the price of the order's day.

    `line_total` = units × price − `discount_amount`, with tax; `tax_amount` is the tax in it. The discount is made of
    what a condition took off (`condition_key` is its kind and number, `condition_units` the units it covered) and what
    the voucher took off.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="line_items")
    ticket_type = models.ForeignKey(
        TicketType, on_delete=models.PROTECT, null=True, blank=True, related_name="order_line_items"
    )
    addon = models.ForeignKey(AddOn, on_delete=models.PROTECT, null=True, blank=True, related_name="order_line_items")
    description = models.CharField(_("description"), max_length=300)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    unit_price = models.DecimalField(_("price"), max_digits=10, decimal_places=2)
    condition_discount = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    condition_name = models.CharField(max_length=200, blank=True)
    condition_key = models.CharField(max_length=100, blank=True, db_index=True)
    condition_units = models.PositiveIntegerField(default=0)
    voucher_discount = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    discount_amount = models.DecimalField(_("discount"), max_digits=10, decimal_places=2, default=0)
    line_total = models.DecimalField(_("total"), max_digits=10, decimal_places=2)
    tax_rate = models.DecimalField(_("tax rate in %"), max_digits=5, decimal_places=2, default=0)
    tax_amount = models.DecimalField(_("tax"), max_digits=10, decimal_places=2, default=0)
    refunded_quantity = models.PositiveIntegerField(_("refunded"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket_type__isnull=True) | Q(addon__isnull=True), name="order_line_is_at_most_one_product"
            ),
            models.CheckConstraint(
                condition=Q(refunded_quantity__lte=F("quantity")), name="order_line_refunds_at_most_its_units"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0, discount_amount__gte=0, line_total__gte=0, tax_amount__gte=0),
                name="order_line_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(discount_amount=Round(F("condition_discount") + F("voucher_discount"), 2)),
                name="order_line_discount_is_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(line_total=Round(F("unit_price") * F("quantity") - F("discount_amount"), 2)),
                name="order_line_total_is_what_discounts_leave",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.description}"

    @property
    def product(self) -> Product | None:
        """The ticket type or add-on; `None` for a line that sold neither."""
        return self.ticket_type or self.addon

    @property
    def units_left(self) -> int:
        """How many units are not refunded."""
        return self.quantity - self.refunded_quantity
