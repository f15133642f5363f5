"""Refunds of before say what of them lowered the price, as their orders' money tells."""

from decimal import Decimal

import pytest

from registration.models import Order, Refund
from tests.factories.registration import PaymentFactory, RefundFactory, TicketTypeFactory, order_of
from tests.migrating import migrate

pytestmark = pytest.mark.django_db

BEFORE, AFTER = ("registration", "0003_limits_say_whose"), ("registration", "0004_refund_above_price")


def refunds_of(status: str, *amounts: str, paid: str) -> Order:
    """Return an order for 100.00 with refunds of these amounts."""
    order = order_of(TicketTypeFactory(price=Decimal("100.00")), status=status)
    payment = PaymentFactory(order=order, amount=Decimal(paid))
    for amount in amounts:
        RefundFactory(payment=payment, amount=Decimal(amount))
    return order


def test_what_was_paid_beyond_the_price_went_back_first():
    overpaid = refunds_of("partially_refunded", "30.00", "40.00", paid="150.00")
    exact = refunds_of("partially_refunded", "30.00", paid="100.00")
    ended = refunds_of("cancelled", "30.00", paid="30.00")
    migrate(*BEFORE)
    migrate(*AFTER)
    above = [list(order.refunds.order_by("pk").values_list("above_price", flat=True)) for order in (overpaid, exact, ended)]
    assert above == [[Decimal("30.00"), Decimal("20.00")], [Decimal("0.00")], [Decimal("30.00")]]
    assert Refund.objects.count() == 4
