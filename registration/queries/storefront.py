"""What a conference sells now, as the storefront shows it: prices, what is left, when the sale begins and ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser
from django.db.models import TextChoices
from django.utils import timezone

from conference.models import Conference, User
from registration.models import Product, TicketType, Voucher
from registration.queries.catalogue import Catalogue, key_of, load_catalogue
from registration.queries.discounts import load_rules
from registration.queries.stock import Counts, count_products
from registration.services.pricing import VoucherEffect, contained_tax, effect_of, price
from registration.services.selling.conditions import earned
from registration.services.selling.discounts import Rule
from registration.services.selling.rules import unlocks

FEW = 20
# How old a shown number may be. What binds is counted anew when an order is placed.
SHOWN_FOR = timedelta(minutes=1)


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
    or after `reason_left` more. `tax` is contained in `price`. `left` is a number when few are left, else `None`.
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


@dataclass(frozen=True)
class Storefront:
    """All offers, and the moment from which they must be read anew (`None`: they do not change by themselves)."""

    tickets: tuple[Offer, ...]
    addons: tuple[Offer, ...]
    valid_until: datetime | None


def storefront(
    conference: Conference,
    *,
    user: User | AnonymousUser | None = None,
    voucher: Voucher | None = None,
    now: datetime | None = None,
) -> Storefront:
    """Return what is offered to a buyer, `None` being an anonymous one; hidden tickets only where the voucher opens them.

    Four SQL statements, whatever the number of products; what the discounts ask about a known buyer and the scope of the
    voucher come on top.
    """
    now = now or timezone.now()
    catalogue = load_catalogue(conference)
    counts = count_products(conference)
    all_rules = load_rules(conference)
    rules = earned(all_rules, conference, user)
    effect = _off_each(effect_of(voucher))
    tickets, addons = (
        tuple(
            _offer(product, counts, rules, effect, conference.effective_currency, now)
            for product in products
            if product.is_active and _is_seen(product, voucher)
        )
        for products in (catalogue.tickets, catalogue.addons)
    )
    return Storefront(tickets, addons, _next_change(catalogue, counts, all_rules, now))


def _off_each(effect: VoucherEffect | None) -> VoucherEffect | None:
    """Return the effect if it lowers the price of every single unit: others only show in a whole basket."""
    if effect is None or effect.units or effect.voucher_type == Voucher.VoucherType.FIXED_AMOUNT:
        return None
    return effect


def _is_seen(product: Product, voucher: Voucher | None) -> bool:
    if not isinstance(product, TicketType) or not product.requires_voucher:
        return True
    return unlocks(voucher, product)


def _offer(
    product: Product,
    counts: Counts,
    rules: Sequence[Rule],
    effect: VoucherEffect | None,
    currency: str,
    now: datetime,
) -> Offer:
    line = price([(product, 1)], rules=rules, voucher=effect, currency=currency).lines[0]
    rule = next((rule for rule in rules if rule.key == line.condition_key), None)
    left = counts.left_of(product)
    return Offer(
        product=product,
        sale=_sale(product, left, now),
        price=line.line_total,
        full_price=product.price,
        tax=contained_tax(line.line_total, product.tax_rate, currency),
        left=left if left is not None and 0 < left <= FEW else None,
        most=_most(product, left),
        reason=line.condition_name,
        reason_until=rule.end if rule else None,
        reason_left=rule.units_left if rule and rule.units_left is not None and rule.units_left <= FEW else None,
        is_unlocked=isinstance(product, TicketType) and product.requires_voucher,
    )


def _sale(product: Product, left: int | None, now: datetime) -> Sale:
    if product.available_until and product.available_until < now:
        return Sale.OVER
    if left is not None and left <= 0:
        return Sale.SOLD_OUT
    if product.available_from and now < product.available_from:
        return Sale.NOT_YET
    return Sale.OPEN


def _most(product: Product, left: int | None) -> int:
    """Return the largest number a form should offer; 0 for none."""
    limits = [left, getattr(product, "limit_per_user", 0) or None, 100]
    return max(0, min(limit for limit in limits if limit is not None))


def _next_change(catalogue: Catalogue, counts: Counts, rules: Iterable[Rule], now: datetime) -> datetime | None:
    """Return when a price, a sale or a number may look different although nobody changed the catalogue."""
    moments = [
        moment
        for product in catalogue.products
        if product.is_active
        for moment in (product.available_from, product.available_until)
    ]
    moments += [moment for rule in rules for moment in (rule.start, rule.end)]
    ahead = [moment for moment in moments if moment and moment > now]
    is_counted = any(counts.left_of(product) is not None for product in catalogue.products)
    if is_counted or any(rule.limit for rule in rules):
        ahead.append(now + SHOWN_FOR)
    return min(ahead, default=None)
