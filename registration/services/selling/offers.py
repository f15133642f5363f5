"""A product as it is offered: its price for one kind of buyer, whether it can be bought, what is told about its stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import TextChoices

from conference.money import ZERO
from registration.models import Product, TicketType, Voucher
from registration.queries.catalogue import key_of
from registration.services.pricing import VoucherEffect, contained_tax, price
from registration.services.selling.discounts import Rule
from registration.services.selling.rules import MOST_AT_ONCE
from registration.windows import Window

FEW = 20


class Sale(TextChoices):
    """Whether a product can be bought now."""

    OPEN = "open"
    NOT_YET = "not_yet"
    OVER = "over"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True)
class Offer:
    """A product as it is offered to one kind of buyer.

    `price` is what one costs now, `full_price` what it costs without the discount `reason`, which ends at `reason_until`
    or after `reason_left` more; `off` is what that discount takes off, `voucher_off` what the buyer's voucher does. `tax` is contained in `price`. `left` is a number when few are left, else `None`.
    """

    product: Product
    sale: Sale
    price: Decimal
    full_price: Decimal
    tax: Decimal
    left: int | None
    most: int
    reason: str = ""
    reason_until: datetime | None = None
    reason_left: int | None = None
    is_unlocked: bool = False
    off: Decimal = ZERO
    voucher_off: Decimal = ZERO

    @property
    def key(self) -> str:
        """How forms name it."""
        return key_of(self.product)

    @property
    def is_open(self) -> bool:
        """Whether it can be put into a basket now."""
        return self.sale == Sale.OPEN

    @property
    def is_reduced(self) -> bool:
        """Whether it costs less than its full price."""
        return self.price < self.full_price


def offer_of(
    product: Product,
    left: int | None,
    rules: Sequence[Rule],
    effect: VoucherEffect | None,
    currency: str,
    now: datetime,
) -> Offer:
    """Return a product as it is offered to a buyer who earns these rules and whose voucher has this effect.

    `left` is how many of it there are, `None` for no limit.
    """
    line = price([(product, 1)], rules=rules, voucher=effect, currency=currency).lines[0]
    rule = next((rule for rule in rules if rule.key == line.condition_key), None)
    return Offer(
        product=product,
        sale=sale_of(product, left, now),
        price=line.line_total,
        full_price=product.price,
        tax=contained_tax(line.line_total, product.tax_rate, currency),
        left=left if left is not None and 0 < left <= FEW else None,
        most=_most(product, left),
        reason=line.condition_name,
        reason_until=rule.end if rule else None,
        reason_left=rule.units_left if rule and rule.units_left is not None and rule.units_left <= FEW else None,
        is_unlocked=isinstance(product, TicketType) and product.requires_voucher,
        off=line.condition_discount,
        voucher_off=line.voucher_discount,
    )


def sale_of(product: Product, left: int | None, now: datetime) -> Sale:
    """Return whether a product of which so many are left can be bought now, whoever asks."""
    window = product.window_at(now)
    if window is Window.OVER:
        return Sale.OVER
    if left is not None and left <= 0:
        return Sale.SOLD_OUT
    return Sale.NOT_YET if window is Window.BEFORE else Sale.OPEN


def _most(product: Product, left: int | None) -> int:
    """Return the largest number a form should offer; 0 for none."""
    limits = [left, getattr(product, "limit_per_user", 0) or None, MOST_AT_ONCE]
    return max(0, min(limit for limit in limits if limit is not None))


def off_each(effect: VoucherEffect | None) -> VoucherEffect | None:
    """Return the effect if it lowers the price of every single unit: others only show in a whole basket."""
    if effect is None or effect.units or effect.voucher_type == Voucher.VoucherType.FIXED_AMOUNT:
        return None
    return effect
