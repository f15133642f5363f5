"""What was paid of an order, what went back, and what is still due, in the order's currency."""

from decimal import Decimal

from django.db.models import Sum

from conference.money import ZERO
from registration.models import Order, Payment, Refund

RECEIVED = (Payment.Status.SUCCEEDED, Payment.Status.REFUNDED)


def paid_amount(order: Order) -> Decimal:
    """Return all money that arrived for the order, whatever became of it (one SQL statement)."""
    return order.payments.filter(status__in=RECEIVED).aggregate(total=Sum("amount"))["total"] or ZERO


def refunded_amount(order: Order) -> Decimal:
    """Return what went back or is on its way back (one SQL statement)."""
    return order.refunds.exclude(status=Refund.Status.FAILED).aggregate(total=Sum("amount"))["total"] or ZERO


def balance_due(order: Order) -> Decimal:
    """Return what is still to be paid of an order that waits, or that would have to be paid of one that ended unpaid.

    0 for an order that was paid, whatever went back since (two SQL statements).
    """
    if order.status not in (Order.Status.PENDING, Order.Status.CANCELLED):
        return ZERO
    return max(ZERO, order.total - paid_amount(order) + refunded_amount(order))
