"""A basket as its pages show it: lines with prices and what is wrong with them, discounts, tax, total, what else fits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError

from cms.shop.basket import AnyBasket
from registration.models import AddOn, Product, TicketType, Voucher
from registration.queries.catalogue import Catalogue, key_of, load_catalogue
from registration.queries.stock import count_products
from registration.services.pricing import Priced, PricedLine
from registration.services.selling.rules import Situation, Wanted, check_line, check_places, qualifying
from registration.services.selling.summaries import price_for


@dataclass(frozen=True)
class BasketLine:
    """One product in a basket; `problem` says in a sentence why it cannot be ordered as it is, "" when it can."""

    line: PricedLine
    problem: str = ""
    voucher_code: str = ""

    @property
    def reductions(self) -> list[tuple[str, Decimal]]:
        """What came off, by the name of the discount and the code of the voucher."""
        found = [
            (self.line.condition_name, self.line.condition_discount),
            (self.voucher_code, self.line.voucher_discount),
        ]
        return [(name, amount) for name, amount in found if amount]

    @property
    def key(self) -> str:
        """How forms name it."""
        return key_of(self.line.product)

    @property
    def product(self) -> Product:
        """What it is."""
        return self.line.product


@dataclass
class BasketView:
    """Amounts are in the conference's currency; `expires_at` is `None` for a visitor's basket, which lies in the session."""

    lines: list[BasketLine]
    priced: Priced
    discounts: list[tuple[str, Decimal]]
    voucher: Voucher | None
    voucher_is_idle: bool
    expires_at: datetime | None
    suggestions: list[AddOn] = field(default_factory=list)
    problem: str = ""
    catalogue: Catalogue | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.lines

    @property
    def tickets(self) -> int:
        """How many tickets are in it."""
        return sum(line.line.quantity for line in self.lines if isinstance(line.product, TicketType))

    @property
    def units(self) -> int:
        """How many things are in it."""
        return sum(line.line.quantity for line in self.lines)

    @property
    def can_be_ordered(self) -> bool:
        """Whether nothing is known that keeps it from becoming an order."""
        return bool(self.lines) and not self.problem and not any(line.problem for line in self.lines)


def look_into(basket: AnyBasket) -> BasketView:
    """Return what is in a basket (a fixed number of SQL statements)."""
    conference = basket.conference
    catalogue = load_catalogue(conference)
    lines, voucher = basket.lines(catalogue), basket.voucher()
    situation = Situation(
        conference=conference,
        counts=count_products(conference, buyer=basket.user.pk if basket.user else None),
        voucher=voucher,
        held=basket.held_tickets,
    )
    wanted = list(lines.items())
    priced = price_for(conference, basket.user, voucher, wanted)
    return BasketView(
        lines=[
            BasketLine(line, _problem(line, wanted, situation), voucher.code if voucher else "")
            for line in priced.lines
        ],
        priced=priced,
        discounts=_discounts(priced, voucher),
        voucher=voucher,
        voucher_is_idle=_is_idle(voucher, priced),
        expires_at=basket.expires_at,
        suggestions=_suggestions(catalogue, lines, situation),
        problem=_reason(lambda: check_places(wanted, situation)),
        catalogue=catalogue,
    )


def _problem(line: PricedLine, wanted: Wanted, situation: Situation) -> str:
    return _reason(lambda: check_line(line.product, line.quantity, wanted, situation))


def _reason(check: Callable[[], None]) -> str:
    """Return why a rule refuses, "" when it does not."""
    try:
        check()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _discounts(priced: Priced, voucher: Voucher | None) -> list[tuple[str, Decimal]]:
    discounts = priced.condition_discounts
    if voucher is not None and priced.voucher_discount:
        discounts.append((voucher.code, priced.voucher_discount))
    return discounts


def _is_idle(voucher: Voucher | None, priced: Priced) -> bool:
    """Whether a voucher neither lowers a price nor opened anything of what is in the basket."""
    if voucher is None or not priced.lines or priced.voucher_discount:
        return False
    return not any(isinstance(line.product, TicketType) and line.product.requires_voucher for line in priced.lines)


def _suggestions(catalogue: Catalogue, lines: dict, situation: Situation) -> list[AddOn]:
    """Return the add-ons that could be bought with what is in the basket and are not in it yet."""
    if not lines:
        return []
    tickets = [(product.pk, number) for product, number in lines.items() if isinstance(product, TicketType)]
    found = [addon for addon in catalogue.addons if addon not in lines and qualifying(addon, tickets, situation.held)]
    return [
        addon for addon in found if not _reason(partial(check_line, addon, 1, [*lines.items(), (addon, 1)], situation))
    ]
