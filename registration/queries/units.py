"""What is left of an order's units, and what somebody saw of an order who decides about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from registration.models import Order, OrderLineItem, Refund, RefundLine
from registration.queries.balances import books_of


@dataclass(frozen=True)
class Seen:
    """What an order looked like when something of it was chosen: what had gone back or was on its way, and the units left.

    Units of a refund that was decided count as gone, also while Stripe has not answered and their tickets still let in.
    """

    refunded: Decimal
    left: int

    @classmethod
    def of(cls, order: Order) -> Self:
        """Return what an order looks like now (three SQL statements)."""
        return cls(books_of(order).refunded, units_left(order))


def units_left(order: Order) -> int:
    """Return how many units of an order neither ended nor are about to (two SQL statements)."""
    waiting = RefundLine.objects.filter(refund__order=order, **_not_carried_out("refund__"))
    return count_left(order.line_items.all(), waiting)


def count_left(lines: Iterable[OrderLineItem], waiting: Iterable[RefundLine]) -> int:
    """Return the same of rows at hand: all of the order's lines, and those of its refunds that wait (no SQL statement)."""
    return sum(line.units_left for line in lines) - sum(row.quantity for row in waiting)


def waiting_lines(refunds: Iterable[Refund]) -> list[RefundLine]:
    """Return the lines of those refunds whose units end once Stripe answers; the refunds have their lines at hand."""
    return [row for refund in refunds if _waits(refund) for row in refund.lines.all()]


def waiting_units(line: OrderLineItem) -> int:
    """Return how many units of a line end once Stripe answers (one SQL statement)."""
    return sum(row.quantity for row in line.refund_lines.filter(**_not_carried_out("refund__")))


def _waits(refund: Refund) -> bool:
    return all(getattr(refund, name) == value for name, value in _not_carried_out().items())


def _not_carried_out(prefix: str = "") -> dict[str, str]:
    """Return the conditions of refunds that were decided and not carried out: of which Stripe has not told that it knows."""
    return {f"{prefix}status": Refund.Status.PENDING, f"{prefix}stripe_refund_id": ""}
