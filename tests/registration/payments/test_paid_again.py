"""Money that comes for an order of which some was given back: it is nobody's price, and staff hear of it."""

from decimal import Decimal

import pytest

from registration.models import Discrepancy, Order
from registration.queries.balances import books_of
from registration.services.payment import PaymentService
from registration.services.refund import RefundService

Kind = Discrepancy.Kind


def transfer(order, amount):
    return PaymentService.record_manual(order, amount=Decimal(amount), reference="bank")


def give_back(order, amount=None, **lines):
    RefundService.create_refund(order, amount=amount and Decimal(amount), lines=lines.get("lines"))
    order.refresh_from_db()


@pytest.fixture
def order(shop):
    """Return an order for two tickets of 100.00 each, paid by transfer."""
    order = shop.order(2, pay_by=Order.PayBy.TRANSFER)
    transfer(order, "200")
    order.refresh_from_db()
    return order


def test_a_second_transfer_after_a_ticket_was_given_back_is_too_much(order):
    give_back(order, lines={order.line_items.get().pk: 1})
    transfer(order, "100")
    order.refresh_from_db()
    assert order.status == Order.Status.PARTIALLY_REFUNDED  # one ticket ended, whoever pays what
    assert Discrepancy.objects.get(kind=Kind.OVERPAID).amount == Decimal("100")
    give_back(order, "100")
    assert (order.status, books_of(order).kept) == (Order.Status.PARTIALLY_REFUNDED, Decimal("100"))
    assert Discrepancy.objects.get(kind=Kind.OVERPAID).resolved_at


def test_what_was_too_much_goes_back_first_and_is_no_refund_of_the_order(order):
    transfer(order, "50")
    give_back(order, "50")
    assert (order.status, books_of(order).lowered) == (Order.Status.PAID, Decimal(0))
    give_back(order, "30")
    assert (order.status, books_of(order).costs) == (Order.Status.PARTIALLY_REFUNDED, Decimal("170"))


def test_one_refund_may_be_of_both(order):
    transfer(order, "50")
    give_back(order, "80")
    refunds = list(order.refunds.order_by("pk").values_list("amount", "above_price"))
    assert sum(above for _amount, above in refunds) == Decimal("50")
    assert books_of(order).costs == Decimal("170")


def test_a_part_payment_given_back_before_the_order_is_paid_lowers_no_price(shop):
    order = shop.order(2, pay_by=Order.PayBy.TRANSFER)
    transfer(order, "20")
    give_back(order, "20")
    transfer(order, "200")
    order.refresh_from_db()
    assert (order.status, books_of(order).surplus) == (Order.Status.PAID, Decimal(0))
