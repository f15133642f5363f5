"""A hundred buyers for ten tickets, each from the basket to the card."""

from decimal import Decimal

import pytest

from registration.errors import SoldOutError
from registration.models import Attendee, Order
from registration.services import inventory
from registration.services.checkout import Billing
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from tests.factories.conference import UserFactory
from tests.factories.registration import CartFactory, CartItemFactory

BUYERS, AT_ONCE = 100, 20


@pytest.mark.concurrent
def test_a_hundred_buyers_get_ten_tickets_and_pay_for_ten(busy_shop, at_once, invariants):
    carts = [CartFactory(user=UserFactory(), conference=busy_shop.conference) for _number in range(BUYERS)]
    for cart in carts:
        CartItemFactory(cart=cart, ticket_type=busy_shop.ticket)

    def buy(cart):
        order = place_order(cart, billing=Billing(name="A buyer", email="buyer@example.org"))
        return order, PaymentService.initiate_payment(order)

    outcomes = []
    for first in range(0, BUYERS, AT_ONCE):
        chosen = carts[first : first + AT_ONCE]
        outcomes += at_once(*[lambda cart=cart: buy(cart) for cart in chosen])

    refused = [outcome for outcome in outcomes if isinstance(outcome, SoldOutError)]
    held = [outcome for outcome in outcomes if isinstance(outcome, tuple)]
    assert (len(held), len(refused)) == (10, 90)
    for _order, secret in held:
        busy_shop.sandbox.pay(secret)
    busy_shop.hear()
    assert Order.objects.filter(status="paid").count() == 10
    assert Attendee.objects.count() == 10
    assert sum(charge["amount"] for charge in busy_shop.sandbox.charges()) == 100_000
    assert busy_shop.ticket.remaining_quantity == 0
    assert all(order.total == Decimal("100.00") for order, _secret in held)
    invariants(busy_shop)


@pytest.mark.concurrent
def test_without_the_lock_the_same_crowd_oversells(busy_shop, at_once, monkeypatch):
    """The control: it is the lock that keeps the number, and the test above would see it missing."""
    monkeypatch.setattr(inventory, "lock", lambda conference: None)
    busy_shop.ticket.total_quantity = 1
    busy_shop.ticket.save()
    sold, billing = 0, Billing(name="A buyer", email="buyer@example.org")
    for _round in range(10):
        carts = [CartFactory(user=UserFactory(), conference=busy_shop.conference) for _number in range(8)]
        for cart in carts:
            CartItemFactory(cart=cart, ticket_type=busy_shop.ticket)
        at_once(*[lambda cart=cart: place_order(cart, billing=billing) for cart in carts])
        sold = max(sold, Order.objects.count())
        if sold > 1:
            break
        Order.objects.all().delete()
    assert sold > 1
