"""Spending store credit."""

from decimal import Decimal

import pytest

from registration.errors import WrongStateError
from registration.models import Attendee, Credit, Order
from registration.queries.balances import balance_due
from registration.queries.order_page import credit_to_spend
from registration.services.checkout import CheckoutService
from registration.services.orders.cancelling import cancel_order
from registration.services.refund import RefundService
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import CreditFactory, OrderFactory


def credit_for(order, amount="40.00", **fields):
    return CreditFactory(user=order.user, conference=order.conference, amount=Decimal(amount), **fields)


def test_credit_pays_a_part(shop):
    order = shop.order()
    credit = credit_for(order)
    assert CheckoutService.apply_credit(order, credit) == Decimal("40.00")
    credit.refresh_from_db()
    assert (credit.remaining_amount, credit.status, credit.applied_to_order) == (0, Credit.Status.APPLIED, order)
    assert balance_due(order) == Decimal("60.00")


def test_more_credit_than_due_pays_all_and_keeps_the_rest(shop):
    order = shop.order()
    credit = credit_for(order, "130.00")
    RefundService.apply_credit_as_refund(credit, order)
    order.refresh_from_db()
    credit.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert credit.remaining_amount == Decimal("30.00")
    assert Attendee.objects.count() == 1


def test_one_credit_pays_several_orders_and_comes_back_from_one(shop):
    first = shop.order()
    second = shop.order(user=first.user)
    credit = credit_for(first, "150.00")
    CheckoutService.apply_credit(first, credit)
    CheckoutService.apply_credit(second, credit)
    cancel_order(second)
    credit.refresh_from_db()
    assert credit.remaining_amount == Decimal("50.00")
    assert credit.applications.count() == 2


def test_credit_of_somebody_else_of_another_conference_or_used_up_is_refused(shop):
    order = shop.order()
    foreign = CreditFactory(user=order.user, conference=ConferenceFactory())
    strange = CreditFactory(conference=shop.conference)
    used = credit_for(order, status="applied")
    for credit in (foreign, strange, used):
        with pytest.raises(WrongStateError):
            CheckoutService.apply_credit(order, credit)
    assert order.payments.count() == 0


def test_credit_is_refused_while_a_payment_is_on_its_way(shop):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order), iban="DE89370400440532013000")
    credit = credit_for(order)
    with pytest.raises(WrongStateError, match="on its way"):
        CheckoutService.apply_credit(order, credit)
    credit.refresh_from_db()
    assert credit.remaining_amount == Decimal("40.00")


def test_credit_is_not_taken_when_the_card_was_charged_meanwhile(shop, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    with pytest.raises(WrongStateError):
        CheckoutService.apply_credit(order, credit_for(order))
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    invariants(shop)


def test_the_same_credit_at_the_same_moment_is_spent_once(busy_shop, at_once):
    first = busy_shop.order()
    second = busy_shop.order(user=first.user)
    credit = credit_for(first, "100.00")
    acts = [
        lambda order=order: CheckoutService.apply_credit(
            Order.objects.get(pk=order.pk), Credit.objects.get(pk=credit.pk)
        )
        for order in (first, second, first, second)
    ]
    outcomes = at_once(*acts)
    assert [outcome for outcome in outcomes if not isinstance(outcome, WrongStateError)] == [Decimal("100.00")]
    credit.refresh_from_db()
    assert credit.remaining_amount == 0
    assert Order.objects.filter(status="paid").count() == 1


@pytest.mark.parametrize("is_test", [False, True])
def test_test_money_that_became_credit_buys_no_real_ticket(shop, is_test):
    order = shop.order()
    Order.objects.filter(pk=order.pk).update(is_test=is_test)
    order.refresh_from_db()
    real = credit_for(order, source_order=OrderFactory(user=order.user, conference=order.conference, is_test=is_test))
    other = credit_for(
        order, source_order=OrderFactory(user=order.user, conference=order.conference, is_test=not is_test)
    )
    gift = credit_for(order)
    assert credit_to_spend(order) == [real, gift]
    with pytest.raises(WrongStateError, match="comes from a test"):
        CheckoutService.apply_credit(order, other)
    assert CheckoutService.apply_credit(order, real) == Decimal("40.00")
