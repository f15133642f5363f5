"""The stock's lock, its counters, and changes by staff."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from registration.errors import SoldOutError
from registration.models import Order, Stock, Voucher
from registration.services import inventory
from tests.factories.registration import DiscountForProductFactory, TicketTypeFactory, VoucherFactory, order_of

pytestmark = pytest.mark.django_db


def test_an_order_above_the_limit_says_how_many_are_left(conference):
    ticket = TicketTypeFactory(conference=conference, name="Regular", total_quantity=3)
    order_of((ticket, 2))
    order = order_of((ticket, 2))
    with pytest.raises(SoldOutError, match="Only 1 of “Regular” are left"):
        inventory.take(order, order.line_items.all())


def test_limits_are_read_under_the_lock(conference):
    ticket = TicketTypeFactory(conference=conference, total_quantity=9)
    order = order_of((ticket, 2))
    lines = list(order.line_items.select_related("ticket_type"))  # with the limit of before
    type(ticket).objects.update(total_quantity=1)
    with pytest.raises(SoldOutError):
        inventory.take(order, lines)


def test_a_wrong_counter_is_put_right_by_the_next_sale(conference):
    ticket, code = TicketTypeFactory(conference=conference), VoucherFactory(conference=conference, max_uses=9)
    Voucher.objects.update(times_used=7)
    order = order_of(ticket, voucher=code, voucher_code=code.code)
    inventory.take(order, order.line_items.all())
    code.refresh_from_db()
    assert code.times_used == 1


def test_a_change_by_staff_counts_all_uses_again(conference):
    ticket, code = TicketTypeFactory(conference=conference), VoucherFactory(conference=conference, max_uses=9)
    discount = DiscountForProductFactory(conference=conference, limit=9, times_used=4)
    order_of(ticket, voucher=code)
    with inventory.staff_change(conference):
        code.max_uses = 5
        code.save()  # writes the counter it was read with
    code.refresh_from_db()
    discount.refresh_from_db()
    assert (code.max_uses, code.times_used, discount.times_used) == (5, 1, 0)


@pytest.mark.parametrize("number", [1, 20])
def test_counting_all_again_takes_a_fixed_number_of_statements(conference, number):
    VoucherFactory.create_batch(number, conference=conference)
    DiscountForProductFactory.create_batch(number, conference=conference)
    with CaptureQueriesContext(connection) as queries:
        inventory.recount(conference)
    assert len(queries) == 5  # the counters of each kind as stored, then one count; nothing is to be written


def test_refunded_units_are_free_again(conference):
    ticket = TicketTypeFactory(conference=conference, total_quantity=2)
    order = order_of((ticket, 2), status=Order.Status.PAID)
    assert ticket.remaining_quantity == 0
    order.line_items.update(refunded_quantity=1)
    assert ticket.remaining_quantity == 1


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_who_comes_second_waits_for_the_lock(conference):
    Stock.objects.create(conference=conference)
    order_of_events, has_lock = [], threading.Event()

    def second():
        has_lock.wait(10)
        with transaction.atomic():
            inventory.lock(conference)
            order_of_events.append("second")
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        inventory.lock(conference)
        has_lock.set()
        thread.join(0.5)
        order_of_events.append("first")
    thread.join(10)
    assert order_of_events == ["first", "second"]
