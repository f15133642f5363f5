"""A basket with its price, in the two forms that are asked for: reckoned with, and told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from conference.models import Conference, User
from registration.models import Product, Voucher
from registration.services.pricing import Priced, effect_of, price
from registration.services.selling.conditions import rules_for


@dataclass(frozen=True)
class LineItemSummary:
    """A line as the basket shows it. `discount` came from the voucher, `condition_discount` from a condition."""

    item_id: int
    description: str
    quantity: int
    unit_price: Decimal
    discount: Decimal
    line_total: Decimal
    condition_discount: Decimal = Decimal("0.00")
    condition_name: str = ""
    product: Product | None = None


@dataclass(frozen=True)
class CartSummary:
    """A basket with its price, in the conference's currency; `total` is the sum of the lines."""

    items: list[LineItemSummary]
    subtotal: Decimal
    discount: Decimal
    total: Decimal
    condition_discount: Decimal = Decimal("0.00")
    condition_discounts: list[tuple[str, Decimal]] = field(default_factory=list)
    tax: Decimal = Decimal("0.00")


def price_for(
    conference: Conference, user: User | None, voucher: Voucher | None, wanted: Iterable[tuple[Product, int]]
) -> Priced:
    """Return what so many of each product cost this buyer; `None` is somebody who is not signed in.

    Every basket is priced here: a cart, a visitor's, an order's. A voucher that ran out takes nothing off.
    """
    wanted = list(wanted)
    return price(
        wanted,
        rules=rules_for(conference, user) if wanted else (),
        voucher=effect_of(voucher),
        currency=conference.effective_currency,
    )


def summary_of(priced: Priced, item_ids: list[int]) -> CartSummary:
    """Return a priced basket told line by line."""
    return CartSummary(
        items=[
            LineItemSummary(
                item_id=item_id,
                description=line.product.name,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount=line.voucher_discount,
                line_total=line.line_total,
                condition_discount=line.condition_discount,
                condition_name=line.condition_name,
                product=line.product,
            )
            for item_id, line in zip(item_ids, priced.lines, strict=True)
        ],
        subtotal=priced.subtotal,
        discount=priced.voucher_discount,
        total=priced.total,
        condition_discount=priced.condition_discount,
        condition_discounts=priced.condition_discounts,
        tax=priced.tax,
    )
