"""Orders that wait although nothing is left to pay: they are completed when somebody looks, and never beyond the stock."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from registration.errors import SoldOutError
from registration.models import Attendee, Discrepancy, Order, Payment
from registration.services.payment import PaymentService
from tests.factories.registration import PaymentFactory, TicketTypeFactory, order_of


def let_hold_end(order):
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def enough(shop):
    """Return a waiting order for 100.00 that has 120.00."""
    order = shop.order()
    PaymentFactory(order=order, amount=Decimal("120.00"))
    return order


@pytest.mark.parametrize("is_late", [False, True])
def test_with_its_money_it_is_paid_and_what_is_too_much_is_shown(shop, enough, invariants, is_late):
    if is_late:
        let_hold_end(enough)
    assert shop.begin(enough) == ""
    enough.refresh_from_db()
    assert enough.status == Order.Status.PAID
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.amount) == ("overpaid", Decimal("20.00"))
    invariants(shop)


def test_late_and_sold_out_it_ends_and_its_money_is_shown(shop, enough, invariants):
    let_hold_end(enough)
    shop.order(10)
    assert shop.begin(enough) == ""
    enough.refresh_from_db()
    assert enough.status == Order.Status.CANCELLED
    assert Discrepancy.objects.get().kind == "late_payment"
    invariants(shop)


@pytest.fixture
def free(shop):
    """Return a waiting order for the only free ticket, whose time is over."""
    ticket = TicketTypeFactory(conference=shop.conference, price=0, total_quantity=1)
    order = order_of(ticket, conference=shop.conference)
    let_hold_end(order)
    return order


def test_a_free_order_takes_its_stock_again(shop, free):
    PaymentService.record_comp(free)
    free.refresh_from_db()
    assert free.status == Order.Status.PAID
    assert Attendee.objects.count() == 1


def test_a_free_order_that_finds_nothing_left_stays_as_it_was(shop, free):
    order_of(free.line_items.get().ticket_type, conference=shop.conference)
    with pytest.raises(SoldOutError):
        PaymentService.record_comp(free)
    free.refresh_from_db()
    assert free.status == Order.Status.PENDING
    assert not Attendee.objects.exists()
    assert not Payment.objects.exists()
