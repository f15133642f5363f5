"""Beginning to pay prolongs how long an order keeps its stock: under the rules of a new order, and not for ever."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from conference.settings import get_config
from registration.errors import NotForSaleError, SoldOutError, WrongStateError
from registration.models import Order
from registration.services.orders.holds import PROLONGED_AT_MOST, last_moment
from registration.services.setting_up.sales import sales_of
from tests.factories.conference import UserFactory
from tests.factories.registration import (
    DiscountForProductFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
)

PAST = timedelta(minutes=1)


def over(order):
    """Let the time of an order be over, in the database only."""
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - PAST)
    return order


def usual():
    return timedelta(minutes=get_config().pending_order_expiry_minutes)


def change(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def test_it_is_held_once_more_while_there_is_stock(shop):
    order = over(shop.order(2))
    assert shop.begin(order)
    order.refresh_from_db()
    assert order.is_held


def test_nothing_is_held_when_others_took_it(shop):
    order = over(shop.order(2))
    shop.order(9)
    with pytest.raises(SoldOutError, match="Only 1"):
        shop.begin(order)
    assert not order.payments.exists()


def test_the_limit_of_a_person_holds(shop):
    change(shop.ticket, limit_per_user=2)
    buyer = UserFactory()
    order = over(shop.order(2, user=buyer))
    shop.order(1, user=buyer)
    with pytest.raises(SoldOutError, match="as one person can buy"):
        shop.begin(order)


def test_the_last_use_of_a_voucher_may_be_its_own_and_not_anothers(shop):
    code = VoucherFactory(conference=shop.conference, max_uses=1, times_used=1, discount_value=0)
    order = over(shop.order(voucher=code, voucher_code=code.code))
    assert shop.begin(order)
    over(order)
    shop.order(voucher=code, voucher_code=code.code)
    with pytest.raises(SoldOutError, match="used up"):
        shop.begin(order)


@pytest.mark.parametrize(
    "fields",
    [
        {"is_active": False},
        {"available_until": timezone.now() - PAST},
        {"available_from": timezone.now() + timedelta(days=1)},
        {"price": Decimal("120.00")},
    ],
    ids=["not active", "sale is over", "sale is yet to begin", "another price"],
)
def test_what_is_not_offered_any_more_is_not_held_again(shop, fields):
    order = over(shop.order())
    change(shop.ticket, **fields)
    with pytest.raises(NotForSaleError, match="Please order again") as refused:
        shop.begin(order)
    assert refused.value.code == "ended"
    order.refresh_from_db()
    assert not order.is_held
    assert not order.payments.exists()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"valid_until": timezone.now() - PAST}])
def test_a_voucher_that_is_over_is_not_used_again(shop, fields):
    code = VoucherFactory(conference=shop.conference, max_uses=5)
    order = over(shop.order(voucher=code, voucher_code=code.code))
    change(code, **fields)
    with pytest.raises(NotForSaleError, match=code.code):
        shop.begin(order)


@pytest.mark.parametrize("factory", [TimeOrStockLimitConditionFactory, DiscountForProductFactory])
@pytest.mark.parametrize("fields", [{"is_active": False}, {"end_time": timezone.now() - PAST}, None])
def test_a_discount_that_is_over_is_not_given_again(shop, factory, fields):
    bird = factory(conference=shop.conference, name="Early bird")
    order = over(shop.order())
    key = f"{bird._meta.model_name}:{bird.pk}"
    order.line_items.update(condition_key=key, condition_name=bird.name, condition_units=1)
    assert shop.begin(order), "as long as it lasts"
    over(order)
    if fields:
        change(bird, **fields)
    else:
        bird.delete()
    with pytest.raises(NotForSaleError, match="Early bird"):
        shop.begin(order)


def test_while_it_is_held_nothing_of_this_is_asked(shop):
    order = shop.order()
    change(shop.ticket, is_active=False, price=Decimal("120.00"))
    assert shop.begin(order)


def test_beginning_again_and_again_holds_nothing_for_ever(shop):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        begun = timezone.now()
        order = shop.order(hold_expires_at=begun + usual())
        for _try in range(1 + PROLONGED_AT_MOST):
            assert shop.begin(order)
            order.refresh_from_db()
            assert order.hold_expires_at <= begun + usual() * (1 + PROLONGED_AT_MOST)
            clock.move_to(order.hold_expires_at + timedelta(seconds=1))
        with pytest.raises(WrongStateError) as refused:
            shop.begin(order)
        order.refresh_from_db()
        assert not order.is_held
    assert refused.value.code == "ended"


def test_beginning_at_the_last_second_each_time_reaches_no_further(shop):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        order = shop.order(hold_expires_at=timezone.now() + usual())
        for _try in range(6):
            order.refresh_from_db()
            clock.move_to(order.hold_expires_at - timedelta(seconds=1))
            shop.begin(order)
            order.payments.update(status="failed")  # as if another tab had stopped it
        order.refresh_from_db()
        assert order.hold_expires_at == last_moment(order)


def test_an_order_by_transfer_may_be_paid_by_card_shortly_after_its_day(shop):
    sales = sales_of(shop.conference)
    sales.transfer_days = 3
    sales.save()
    order = shop.order(pay_by="transfer")
    due = last_moment(order) - PROLONGED_AT_MOST * usual()
    assert due.astimezone(shop.conference.tz).date() == (
        order.created_at.astimezone(shop.conference.tz).date() + timedelta(days=3)
    )
    change(order, hold_expires_at=due)
    with time_machine.travel(due + PAST, tick=False):
        assert shop.begin(order)
    change(order, hold_expires_at=due)
    order.payments.update(status="failed")
    with time_machine.travel(due + PROLONGED_AT_MOST * usual() + PAST, tick=False), pytest.raises(WrongStateError):
        shop.begin(order)
