"""The books of an order: what it costs, what came, what went back, and what follows of that, in the order's currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable

from conference.money import ZERO
from registration.models import Dispute, Order, Payment, Refund

RECEIVED = (Payment.Status.SUCCEEDED, Payment.Status.REFUNDED)
LOST = "lost"


@dataclass(frozen=True)
class Books:
    """An order's money.

    `charged` is what it costs, `paid` all money that arrived, whatever became of it, `credited` what of that was store
    credit; `refunded` is what went back or is on its way, `pending_refunds` what of that is still on its way, `lowered` what
    of it lowered the price; `lost` is what payers got back by their banks.
    """

    status: str
    charged: Decimal
    paid: Decimal
    credited: Decimal
    refunded: Decimal
    pending_refunds: Decimal
    lowered: Decimal
    lost: Decimal = ZERO

    @property
    def kept(self) -> Decimal:
        """What is here of the money."""
        return self.paid - self.refunded

    @property
    def balance_due(self) -> Decimal:
        """What is still to be paid of an order that waits, or that would have to be paid of one that ended unpaid.

        0 for an order that was paid, whatever went back since.
        """
        unpaid = self.status in (Order.Status.PENDING, Order.Status.CANCELLED)
        return max(ZERO, self.charged - self.kept) if unpaid else ZERO

    @property
    def due(self) -> Decimal:
        """What its buyer is asked for: 0 unless it waits."""
        return self.balance_due if self.status == Order.Status.PENDING else ZERO

    @property
    def refundable(self) -> Decimal:
        """What can still go back; what a bank gave back is gone."""
        return max(ZERO, self.kept - self.lost)

    @property
    def surplus(self) -> Decimal:
        """How much more is here than the order costs now; one that ended costs nothing, and what a bank gave back is gone."""
        return max(ZERO, self.refundable - self.costs)

    @property
    def costs(self) -> Decimal:
        """What the order costs after what was given back of its price."""
        return ZERO if self.status == Order.Status.CANCELLED else max(ZERO, self.charged - self.lowered)


def books_of(order: Order) -> Books:
    """Return the books of an order as its rows are now (one SQL statement)."""
    payments = Payment.objects.filter(order=OuterRef("pk"), status__in=RECEIVED)
    refunds = Refund.objects.filter(order=OuterRef("pk")).exclude(status=Refund.Status.FAILED)
    lost = Dispute.objects.filter(payment__order=OuterRef("pk"), status=LOST)
    sums = Order.objects.filter(pk=order.pk).values_list(
        _sum(payments),
        _sum(payments.filter(method=Payment.Method.CREDIT)),
        _sum(refunds),
        _sum(refunds.filter(status=Refund.Status.PENDING)),
        _sum(refunds, what=F("amount") - F("above_price")),
        _sum(lost, by="payment__order"),
    )
    return Books(order.status, order.total, *(amount or ZERO for amount in sums.get()))


def books_from(order: Order, payments: Iterable[Payment], refunds: Iterable[Refund], *, lost: Decimal) -> Books:
    """Return the same of rows that are at hand: all of the order's, and what its payers' banks took (no SQL statement)."""
    received = [payment for payment in payments if payment.status in RECEIVED]
    gone = [refund for refund in refunds if refund.status != Refund.Status.FAILED]
    return Books(
        order.status,
        order.total,
        paid=_total(received),
        credited=_total(payment for payment in received if payment.method == Payment.Method.CREDIT),
        refunded=_total(gone),
        pending_refunds=_total(refund for refund in gone if refund.status == Refund.Status.PENDING),
        lowered=sum((refund.amount - refund.above_price for refund in gone), ZERO),
        lost=lost,
    )


def balance_due(order: Order) -> Decimal:
    """Return `Books.balance_due` of an order (one SQL statement)."""
    return books_of(order).balance_due


def _sum(rows: QuerySet, by: str = "order", what: Combinable = F("amount")) -> Subquery:  # noqa: B008 - never changed
    return Subquery(rows.order_by().values(by).annotate(sum=Sum(what)).values("sum"))


def _total(rows: Iterable[Payment | Refund]) -> Decimal:
    return sum((row.amount for row in rows), ZERO)
