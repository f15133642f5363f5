"""Baskets of people who have an account. A basket reserves nothing."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.encrypted_json import EncryptedJSONField
from conference.models import Conference
from registration.models.catalogue import AddOn, Product, TicketType
from registration.models.vouchers import Voucher


class Campaign(models.Model):
    """Which advertisement brought a visitor, as the address they came by said (`utm_source` and its like)."""

    utm_source = models.CharField(max_length=200, blank=True)
    utm_medium = models.CharField(max_length=200, blank=True)
    utm_campaign = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Cart(Campaign):
    """What a person is about to buy.

    `checkout_data` keeps what they typed at the checkout until it is an order; answers about health are among it.
    """

    class Status(models.TextChoices):
        """Where the basket is."""

        OPEN = "open", _("Open")
        CHECKED_OUT = "checked_out", _("Ordered")
        EXPIRED = "expired", _("Expired")
        ABANDONED = "abandoned", _("Given up")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="carts")
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="carts")
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN)
    voucher = models.ForeignKey(Voucher, on_delete=models.SET_NULL, null=True, blank=True, related_name="carts")
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    checkout_data = EncryptedJSONField(default=dict, null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("basket")
        verbose_name_plural = _("baskets")
        indexes = [models.Index(fields=["status", "expires_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "conference"], condition=models.Q(status="open"), name="one_open_cart_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.conference} {self.status}"


class CartItem(models.Model):
    """So many of one product in a basket, at the product's price of today."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="items")
    ticket_type = models.ForeignKey(
        TicketType, on_delete=models.CASCADE, null=True, blank=True, related_name="cart_items"
    )
    addon = models.ForeignKey(AddOn, on_delete=models.CASCADE, null=True, blank=True, related_name="cart_items")
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ticket_type__isnull=False, addon__isnull=True)
                | models.Q(ticket_type__isnull=True, addon__isnull=False),
                name="cart_item_is_one_product",
            ),
            models.CheckConstraint(condition=models.Q(quantity__gte=1), name="cart_item_quantity_at_least_1"),
            models.UniqueConstraint(
                fields=["cart", "ticket_type"],
                condition=models.Q(ticket_type__isnull=False),
                name="cart_item_ticket_once",
            ),
            models.UniqueConstraint(
                fields=["cart", "addon"], condition=models.Q(addon__isnull=False), name="cart_item_addon_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"

    @property
    def product(self) -> Product:
        """The ticket type or add-on."""
        return self.ticket_type or self.addon

    @property
    def unit_price(self) -> Decimal:
        """The product's price of now, with tax."""
        return self.product.price

    @property
    def line_total(self) -> Decimal:
        """The price of all units before discounts."""
        return self.unit_price * self.quantity
