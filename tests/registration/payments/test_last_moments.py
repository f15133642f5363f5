"""Orders that are paid at the very moment at which their time ends: their places are nobody else's, or are given back."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from registration.errors import SoldOutError
from registration.models import Attendee, Order
from registration.services.checkout import Billing
from registration.services.money import card_payment, late_payment, store_credit
from registration.services.orders import holds
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from tests.factories.conference import UserFactory
from tests.factories.registration import CartFactory, CartItemFactory, CreditFactory

SHORTLY = timedelta(seconds=2)
NO_CARE = timedelta(0)


@pytest.fixture
def last_one(busy_shop):
    """Return a waiting order that has the only ticket, and whose time ends shortly."""
    busy_shop.ticket.total_quantity = 1
    busy_shop.ticket.save()
    return busy_shop.order(hold_expires_at=timezone.now() + SHORTLY)


@pytest.fixture
def meanwhile(busy_shop, at_once, monkeypatch):
    """Return `meanwhile(act, module, step)`: let somebody order once `act` came to a step of it and the time is over, and
    return what came of both.
    """

    def run(act, module, step):
        real, came, ordered = getattr(module, step), threading.Event(), threading.Event()
        cart = CartFactory(conference=busy_shop.conference, user=UserFactory())
        CartItemFactory(cart=cart, ticket_type=busy_shop.ticket)

        def wait(*arguments):
            found = real(*arguments)
            came.set()
            ordered.wait(10)
            return found

        def order():
            came.wait(10)
            over = Order.objects.get(hold_expires_at__isnull=False).hold_expires_at
            threading.Event().wait(max(0, (over - timezone.now()).total_seconds()) + 0.1)
            try:
                return place_order(cart, billing=Billing(name="Ada", email="ada@example.org"))
            finally:
                ordered.set()

        monkeypatch.setattr(module, step, wait)
        return at_once(act, order)

    return run


def pay(order):
    return PaymentService.record_manual(Order.objects.get(pk=order.pk), amount=Decimal("100.00"), reference="bank 1")


@pytest.mark.concurrent
def test_a_place_that_was_sold_meanwhile_is_not_sold_twice(busy_shop, last_one, meanwhile, invariants):
    _payment, bought = meanwhile(lambda: pay(last_one), late_payment, "mark_paid")
    last_one.refresh_from_db()
    assert (last_one.status, bought.status) == (Order.Status.CANCELLED, Order.Status.PENDING)
    assert last_one.discrepancies.get().kind == "late_payment"
    assert not Attendee.objects.exists()
    invariants(busy_shop)


@pytest.mark.concurrent
def test_without_that_care_it_is(busy_shop, last_one, meanwhile, monkeypatch):
    """The control: the other order really comes between the look at the clock and the commit."""
    monkeypatch.setattr(holds, "LAST_MOMENTS", NO_CARE)
    meanwhile(lambda: pay(last_one), late_payment, "mark_paid")
    last_one.refresh_from_db()
    assert last_one.status == Order.Status.PAID
    assert sum(order.line_items.taking_stock().units() for order in Order.objects.all()) == 2


@pytest.mark.concurrent
def test_beginning_to_pay_at_the_last_moment_keeps_no_place_that_was_sold(busy_shop, last_one, meanwhile, invariants):
    refused, bought = meanwhile(
        lambda: busy_shop.begin(Order.objects.get(pk=last_one.pk)), card_payment, "is_surely_held"
    )
    assert isinstance(refused, SoldOutError)
    assert bought.is_held
    invariants(busy_shop)


@pytest.mark.concurrent
def test_credit_at_the_last_moment_pays_for_no_place_that_was_sold(busy_shop, last_one, meanwhile, invariants):
    credit = CreditFactory(conference=busy_shop.conference, user=last_one.user, amount=Decimal("100.00"))
    refused, _bought = meanwhile(lambda: store_credit.apply(last_one, credit), store_credit, "mark_paid")
    assert isinstance(refused, SoldOutError)
    credit.refresh_from_db()
    assert credit.remaining_amount == Decimal("100.00")
    invariants(busy_shop)


def test_paid_at_the_last_moment_an_order_with_its_place_has_its_ticket(shop, invariants):
    order = shop.order(10, hold_expires_at=timezone.now() + SHORTLY)
    assert order.is_held
    PaymentService.record_manual(order, amount=Decimal("1000.00"), reference="bank 1")
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert not order.discrepancies.exists()
    invariants(shop)
