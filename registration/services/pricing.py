"""What a basket costs: the one function that every basket, order and page asks.

Conditions come first: of those that cover a line, the first that takes something off wins it. The voucher follows, on
what remains. Discounts count units and never take a line below zero; every amount is whole smallest units of the currency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import prefetch_related_objects

from conference.money import ZERO, rounded, spread
from registration.models import Product, Voucher
from registration.services.selling.discounts import PERCENTAGE, Rule, Scope

SCOPE = ("applicable_ticket_types", "applicable_addons")  # of a voucher


@dataclass(frozen=True)
class PricedLine:
    """So many of a product with what came off: by a condition (named, over so many units) and by the voucher."""

    product: Product
    quantity: int
    currency: str
    condition_discount: Decimal = ZERO
    condition_name: str = ""
    condition_key: str = ""
    condition_units: int = 0
    voucher_discount: Decimal = ZERO

    @property
    def unit_price(self) -> Decimal:
        """The price of one, with tax."""
        return self.product.price

    @property
    def subtotal(self) -> Decimal:
        """The price of all, before discounts."""
        return self.product.price * self.quantity

    @property
    def discount(self) -> Decimal:
        """All that came off."""
        return self.condition_discount + self.voucher_discount

    @property
    def line_total(self) -> Decimal:
        """What is to be paid for the line, with tax."""
        return self.subtotal - self.discount

    @property
    def tax_amount(self) -> Decimal:
        """The tax contained in the line's total."""
        return contained_tax(self.line_total, self.product.tax_rate, self.currency)


@dataclass(frozen=True)
class Priced:
    """A basket with its price; the lines' totals sum to `total` exactly."""

    lines: tuple[PricedLine, ...]

    @property
    def subtotal(self) -> Decimal:
        """The price of everything, before discounts."""
        return sum((line.subtotal for line in self.lines), ZERO)

    @property
    def condition_discount(self) -> Decimal:
        """What conditions took off."""
        return sum((line.condition_discount for line in self.lines), ZERO)

    @property
    def condition_discounts(self) -> list[tuple[str, Decimal]]:
        """What each condition took off, by the name that buyers see."""
        found: dict[str, Decimal] = {}
        for line in self.lines:
            if line.condition_discount:
                found[line.condition_name] = found.get(line.condition_name, ZERO) + line.condition_discount
        return list(found.items())

    @property
    def voucher_discount(self) -> Decimal:
        """What the voucher took off."""
        return sum((line.voucher_discount for line in self.lines), ZERO)

    @property
    def discount(self) -> Decimal:
        """All that came off."""
        return self.condition_discount + self.voucher_discount

    @property
    def total(self) -> Decimal:
        """What is to be paid, with tax."""
        return self.subtotal - self.discount

    @property
    def tax(self) -> Decimal:
        """The tax contained in the total."""
        return sum((line.tax_amount for line in self.lines), ZERO)


@dataclass(frozen=True)
class VoucherEffect:
    """What a voucher takes off; `units` is how many units it covers at most, 0 for all in its scope."""

    voucher_type: str
    value: Decimal
    units: int
    scope: Scope


def effect_of(voucher: Voucher | None) -> VoucherEffect | None:
    """Return what a voucher takes off, `None` for none and for one that cannot be used now.

    Two SQL statements, unless its scope is known: it stays with the voucher for whoever asks next.
    """
    if voucher is None or not voucher.is_valid:
        return None
    prefetch_related_objects([voucher], *SCOPE)
    return VoucherEffect(
        voucher.voucher_type,
        voucher.discount_value,
        voucher.max_quantity,
        Scope(
            frozenset(product.pk for product in voucher.applicable_ticket_types.all()),
            frozenset(product.pk for product in voucher.applicable_addons.all()),
        ),
    )


def contained_tax(amount: Decimal, rate: Decimal, currency: str) -> Decimal:
    """Return the tax that an amount with tax contains, at a rate in percent."""
    return rounded(amount * rate / (100 + rate), currency)


def price(
    wanted: Iterable[tuple[Product, int]],
    *,
    rules: Sequence[Rule] = (),
    voucher: VoucherEffect | None = None,
    currency: str,
) -> Priced:
    """Return the price of so many of each product, for a buyer who earns these rules and has this voucher."""
    left = {rule.key: rule.units_left for rule in rules}
    lines = [_with_condition(product, quantity, rules, left, currency) for product, quantity in wanted]
    return Priced(tuple(_with_voucher(lines, voucher, currency) if voucher else lines))


def _with_condition(
    product: Product, quantity: int, rules: Sequence[Rule], left: dict[str, int | None], currency: str
) -> PricedLine:
    for rule in rules:
        caps = [cap for cap in (quantity, rule.most_of(product), left[rule.key]) if cap is not None]
        units = min(caps)
        taken = _taken_off(rule, product.price, units, currency) if rule.covers(product) else ZERO
        if taken > 0:
            if left[rule.key] is not None:
                left[rule.key] -= units
            return PricedLine(product, quantity, currency, taken, rule.name, rule.key, units)
    return PricedLine(product, quantity, currency)


def _taken_off(rule: Rule, unit_price: Decimal, units: int, currency: str) -> Decimal:
    if rule.discount_type == PERCENTAGE:
        return rounded(unit_price * units * min(rule.value, Decimal(100)) / 100, currency)
    return rounded(min(rule.value, unit_price), currency) * units


def _with_voucher(lines: list[PricedLine], voucher: VoucherEffect, currency: str) -> list[PricedLine]:
    covered = _covered(lines, voucher, currency)
    if voucher.voucher_type == Voucher.VoucherType.PERCENTAGE:
        taken = [rounded(amount * min(voucher.value, Decimal(100)) / 100, currency) for amount in covered]
    elif voucher.voucher_type == Voucher.VoucherType.FIXED_AMOUNT:
        taken = spread(min(rounded(voucher.value, currency), sum(covered, ZERO)), covered, currency)
    else:
        taken = covered
    return [replace(line, voucher_discount=amount) for line, amount in zip(lines, taken, strict=True)]


def _covered(lines: list[PricedLine], voucher: VoucherEffect, currency: str) -> list[Decimal]:
    """Return how much of each line the voucher covers: all that remains of it, or of as many units as it may cover."""
    left, covered = voucher.units, []
    for line in lines:
        if not voucher.scope.covers(line.product):
            covered.append(ZERO)
        elif not voucher.units:
            covered.append(line.line_total)
        else:
            units = min(left, line.quantity)
            left -= units
            covered.append(rounded(line.line_total * units / line.quantity, currency))
    return covered
