"""Money that is not what was asked for: recorded, shown to staff, and no ticket for it."""

from decimal import Decimal

import pytest

from registration.models import Attendee, Discrepancy, Order, Payment
from registration.services.payment import PaymentService
from tests.factories.registration import PaymentFactory


@pytest.fixture
def asked(shop):
    """Return an order of 100.00 whose payment was begun."""
    order = shop.order()
    shop.begin(order)
    return order


def pay_other_amount(shop, order, **changes):
    """Let the intent at Stripe ask for something else than we do, and be paid."""
    _ledger, intent = shop.sandbox.sandbox.find("payment_intent", order.payments.get().stripe_payment_intent_id)
    intent |= changes
    shop.sandbox.pay(intent["id"])
    shop.hear()
    order.refresh_from_db()


@pytest.mark.parametrize(("cents", "amount"), [(100, "1.00"), (9999, "99.99"), (10001, "100.01"), (50000, "500.00")])
def test_another_amount_is_recorded_and_flagged_and_pays_nothing(shop, asked, cents, amount, invariants):
    pay_other_amount(shop, asked, amount=cents)
    assert asked.status == Order.Status.PENDING
    assert asked.payments.get().amount == Decimal(amount)
    assert asked.payments.get().status == Payment.Status.SUCCEEDED
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.amount, difference.order) == ("wrong_amount", Decimal(amount), asked)
    assert "100.00" in difference.detail
    assert amount in difference.detail
    assert Attendee.objects.count() == 0
    invariants(shop)


def test_another_currency_is_flagged_and_pays_nothing(shop, asked):
    pay_other_amount(shop, asked, currency="usd")
    assert asked.status == Order.Status.PENDING
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.amount, difference.currency) == ("wrong_amount", Decimal("100.00"), "USD")
    assert Attendee.objects.count() == 0


def test_another_currency_that_went_back_in_the_dashboard_is_settled(shop, asked):
    pay_other_amount(shop, asked, currency="usd")
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"])
    shop.hear()
    assert Discrepancy.objects.get().resolved_at is not None
    assert asked.refunds.count() == 0


def test_the_right_amount_is_not_flagged(shop, asked, invariants):
    """The control: the same way with what was asked for pays."""
    pay_other_amount(shop, asked, amount=10000)
    assert asked.status == Order.Status.PAID
    assert Discrepancy.objects.count() == 0
    invariants(shop)


def test_too_little_can_be_made_up_by_a_second_payment(shop, asked, invariants):
    pay_other_amount(shop, asked, amount=4000)
    PaymentService.record_manual(asked, amount=Decimal("60.00"), reference="bank 1")
    asked.refresh_from_db()
    assert asked.status == Order.Status.PAID
    invariants(shop)


def test_money_for_an_order_that_was_paid_meanwhile_is_shown_as_too_much(shop, asked):
    intent_id = asked.payments.get().stripe_payment_intent_id
    shop.sandbox.pay(intent_id)  # of which nothing was heard when staff record the transfer
    shop.sandbox.fault("drop_before", "/v1/payment_intents/*", method="*", count=3)
    PaymentService.record_manual(asked, amount=Decimal("100.00"), reference="bank 1")
    asked.refresh_from_db()
    assert asked.status == Order.Status.PAID
    shop.hear()
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.amount) == ("overpaid", Decimal("100.00"))
    assert asked.payments.filter(status="succeeded").count() == 2
    assert Attendee.objects.count() == 1


def test_two_intents_paid_for_one_order_are_seen(shop, asked):
    """Which can only be when one that we gave up could not be cancelled."""
    first = asked.payments.get().stripe_payment_intent_id
    Payment.objects.update(status="failed")
    shop.sandbox.pay(shop.begin(asked))
    shop.sandbox.pay(first)
    shop.hear()
    asked.refresh_from_db()
    assert asked.status == Order.Status.PAID
    assert Discrepancy.objects.get().kind == "overpaid"
    assert asked.payments.filter(status="succeeded").count() == 2


def test_what_was_begun_for_an_order_that_is_paid_otherwise_is_stopped(busy_shop):
    order = busy_shop.order()
    stale = busy_shop.begin(order)
    PaymentService.record_manual(order, amount=Decimal("100.00"))
    assert busy_shop.sandbox.pay(stale).code == "payment_intent_unexpected_state"
    assert busy_shop.sandbox.charges() == []


def test_a_manual_payment_that_was_there_counts(shop, invariants):
    order = shop.order()
    PaymentFactory(order=order, amount=Decimal("60.00"))
    shop.pay(order)
    assert [charge["amount"] for charge in shop.sandbox.charges()] == [4000]
    assert order.status == Order.Status.PAID
    invariants(shop)
