"""Two orders of one person, each with a ticket for themselves, paid at the same instant."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.utils import timezone

from registration.models import Attendee, Order
from registration.services.orders import tickets
from registration.services.orders.plan import ME, Holder, Plan
from registration.services.payment import PaymentService
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.concurrent


@pytest.fixture
def at_the_same_point(monkeypatch):
    """Let both payments see that the buyer has no ticket before either of them makes one."""
    both, codes = threading.Barrier(2, timeout=20), tickets._codes

    def wait(number):
        both.wait()
        return codes(number)

    monkeypatch.setattr(tickets, "_codes", wait)


def two_orders(shop):
    buyer = UserFactory()
    mine = Plan((Holder(shop.ticket.pk, 1, ME, "Ada", answers={"dietary_needs": "no nuts"}),)).to_json()
    return [shop.order(user=buyer, plan=mine) for _number in range(2)]


def pay(at_once, orders):
    return at_once(
        *[
            lambda pk=order.pk: PaymentService.record_manual(Order.objects.get(pk=pk), amount=Decimal("100.00"))
            for order in orders
        ]
    )


@pytest.mark.parametrize("is_late", [False, True])
def test_both_are_paid_and_one_ticket_is_the_buyers(busy_shop, at_once, at_the_same_point, invariants, is_late):
    orders = two_orders(busy_shop)
    if is_late:
        Order.objects.update(hold_expires_at=timezone.now() - timedelta(minutes=5))
    outcomes = pay(at_once, orders)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    assert set(Order.objects.values_list("status", flat=True)) == {Order.Status.PAID}
    mine = Attendee.objects.get(user=orders[0].user)
    nobodys = Attendee.objects.get(user=None)
    assert (mine.name, mine.profile.dietary_needs) == ("Ada", "no nuts")
    assert (nobodys.name, nobodys.email, nobodys.claimed_at) == ("", "", None)
    assert not nobodys.profile.dietary_needs, "answers are the person’s"
    assert nobodys.profile.user is None
    assert mine.access_code != nobodys.access_code
    invariants(busy_shop)


def test_the_database_refuses_the_second_ticket(busy_shop, at_once, at_the_same_point, monkeypatch):
    """The control: without a way out of the refusal one of the two payments would fail."""
    monkeypatch.setattr(tickets, "ONE_EACH", ("another constraint",))
    outcomes = pay(at_once, two_orders(busy_shop))
    assert len([outcome for outcome in outcomes if isinstance(outcome, IntegrityError)]) == 1


def test_one_after_the_other_the_second_is_nobodys_too(busy_shop):
    orders = two_orders(busy_shop)
    for order in orders:
        PaymentService.record_manual(order, amount=Decimal("100.00"))
    assert Attendee.objects.get(order=orders[0]).user == orders[0].user
    second = Attendee.objects.get(order=orders[1])
    assert (second.user, second.name) == (None, "")
    assert not second.profile.dietary_needs
