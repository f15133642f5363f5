"""How many statements stand between the stock's lock and the commit when money or its order moves."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registration.models import Order, Refund
from registration.services import inventory
from registration.services.expire import expire_order
from registration.services.money.settle import fetch_and_settle
from registration.services.payment import PaymentService
from registration.services.refund import RefundService
from tests.factories.registration import VoucherFactory

ENDS = ("COMMIT", "ROLLBACK")


def under_the_lock(queries):
    """Return for each time that the stock was locked what was asked until it was free: the lock first, the end not."""
    times, is_held = [], False
    for query in queries:
        sql = query["sql"]
        if "FOR NO KEY UPDATE" in sql and 'FROM "registration_stock"' in sql:
            times.append([])
            is_held = True
        if is_held and sql.startswith(ENDS):
            is_held = False
        if is_held:
            times[-1].append(sql)
    assert not is_held
    return times


def asked_by(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return under_the_lock(queries)


@pytest.fixture
def order(busy_shop):
    """Return an order with a voucher whose hold is over, and whose stock's row exists."""
    code = VoucherFactory(conference=busy_shop.conference, max_uses=5, discount_value=0)
    order = busy_shop.order(2, voucher=code, voucher_code=code.code)
    with inventory.staff_change(busy_shop.conference):
        pass  # makes the row
    PaymentService.initiate_payment(order)
    return order


def let_hold_end(order):
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - timedelta(minutes=5))


def pay_by_card(shop, order):
    intent = order.payments.get().stripe_payment_intent_id
    secret = PaymentService.initiate_payment(order)
    let_hold_end(order)
    shop.sandbox.pay(secret)
    return intent


def test_a_late_payment_that_stripe_tells_of(busy_shop, order):
    pay_by_card(busy_shop, order)
    times = asked_by(busy_shop.hear)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert [len(held) for held in times] == [3], times


def test_a_late_payment_that_we_ask_for(busy_shop, order):
    intent = pay_by_card(busy_shop, order)
    times = asked_by(lambda: fetch_and_settle(busy_shop.conference, intent))
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert [len(held) for held in times] == [3], times


def test_a_late_payment_that_finds_nothing_left(busy_shop, order):
    intent = pay_by_card(busy_shop, order)
    busy_shop.order(10)
    times = asked_by(lambda: fetch_and_settle(busy_shop.conference, intent))
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert all(len(held) <= 3 for held in times), times
    assert len(times[0]) == 2, "refused after the count"


def test_a_late_payment_above_the_price_that_staff_record(busy_shop, order):
    let_hold_end(order)
    times = asked_by(lambda: PaymentService.record_manual(order, amount=Decimal("250.00")))
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert order.discrepancies.get().amount == Decimal("50.00")
    assert [len(held) for held in times] == [3], times


def test_a_payment_on_its_way_that_takes_the_stock_again(busy_shop, order):
    secret = PaymentService.initiate_payment(order)
    busy_shop.sandbox.pay(secret, iban="DE89370400440532013000")
    let_hold_end(order)
    intent = order.payments.get().stripe_payment_intent_id
    times = asked_by(lambda: fetch_and_settle(busy_shop.conference, intent))
    order.refresh_from_db()
    assert order.is_held
    assert [len(held) for held in times] == [3], times


def test_paying_begun_again_and_the_end(busy_shop, order):
    let_hold_end(order)
    times = asked_by(lambda: PaymentService.initiate_payment(order))
    let_hold_end(order)
    times += asked_by(lambda: expire_order(order))
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert [len(held) for held in times] == [3, 3], times


def test_money_that_goes_back_and_ends_the_order(busy_shop, order):
    busy_shop.pay(order)
    times = asked_by(lambda: RefundService.create_refund(order, amount=order.total))
    assert Refund.objects.get().status == Refund.Status.SUCCEEDED
    assert [len(held) for held in times] == [3], times
