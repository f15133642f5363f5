"""Where money goes back to: the payments it came from, each in its way, or store credit."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from conference.models import OutboxMail
from registration.models import Credit, Discrepancy, Order, Refund
from registration.services.money.store_credit import apply as apply_credit
from registration.services.payment import PaymentService
from registration.services.refund import RefundService
from registration.services.refunds.sending import send_waiting
from tests.factories.registration import (
    CreditFactory,
    PaymentFactory,
    TicketTypeFactory,
    order_of,
)
from tests.registration.payments.refunding import at_stripe

refund = RefundService.create_refund


def test_money_that_comes_after_all_went_back_can_go_back(shop, invariants):
    order = shop.order(pay_by="transfer")
    shop.sandbox.pay(shop.begin(order), iban="DE89370400440532013000")
    shop.hear()
    PaymentService.record_manual(order, amount=Decimal("100.00"), reference="bank 1")
    refund(order, amount=Decimal("100.00"))
    assert order.status == Order.Status.REFUNDED
    with pytest.raises(ValidationError, match="given back already"):
        refund(order, amount=Decimal("100.00"))
    shop.sandbox.settle(order.payments.get(method="stripe").stripe_payment_intent_id)
    shop.hear()
    assert Discrepancy.objects.get().kind == "overpaid"
    refund(order, amount=Decimal("100.00"))
    assert (order.status, at_stripe(shop)) == (Order.Status.REFUNDED, [10000])
    assert Discrepancy.objects.get().resolved_at is not None
    invariants(shop)


def test_the_buyer_is_told_of_what_goes_back_and_not_of_what_stripe_refused(shop, invariants):
    order = shop.order()
    apply_credit(order, CreditFactory(conference=shop.conference, user=order.user))
    shop.pay(order)
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 3000)  # of which no event told yet
    with pytest.raises(ValidationError, match=r"refused.*€40\.00 of other payments goes back"):
        refund(order, amount=Decimal("100.00"))
    told = " ".join(OutboxMail.objects.filter(kind="order.refund").values_list("text", flat=True))
    assert "€40.00 of your order" in told
    assert "€30.00 of your order" in told
    assert "€100.00 of your order" not in told
    invariants(shop)


def test_the_buyer_is_told_once_stripe_answered_for_all_of_it(shop):
    order = shop.order()
    apply_credit(order, CreditFactory(conference=shop.conference, user=order.user))
    shop.pay(order)
    shop.sandbox.fault("500", "/v1/refunds", count=3)
    refund(order, amount=Decimal("100.00"))
    assert not OutboxMail.objects.filter(kind="order.refund").exists()
    send_waiting()
    assert "€100.00 of your order" in OutboxMail.objects.get(kind="order.refund").text


def test_the_newest_payment_gives_back_first(shop):
    order = shop.order(2, status="paid")
    older = PaymentFactory(order=order, amount=Decimal("120.00"), received_at="2026-01-01T00:00:00Z")
    newer = PaymentFactory(order=order, amount=Decimal("80.00"), received_at="2026-01-02T00:00:00Z")
    credit = refund(order, amount=Decimal("100.00"))
    assert list(order.refunds.order_by("pk").values_list("payment", "amount")) == [
        (newer.pk, Decimal("80.00")),
        (older.pk, Decimal("20.00")),
    ]
    assert set(order.refunds.values_list("credit", flat=True)) == {credit.pk}


def test_a_manual_payment_is_recorded_as_given_back_by_hand(shop):
    order = shop.order(status="paid")
    PaymentFactory(order=order)
    refund(order, amount=Decimal("100.00"))
    assert order.refunds.get().status == Refund.Status.SUCCEEDED
    assert order.status == Order.Status.REFUNDED
    assert shop.sandbox.requests("/v1/refunds") == []


def test_a_terminal_payment_goes_back_through_stripe(shop, paid):
    paid.payments.update(method="terminal")
    refund(paid, amount=Decimal("50.00"))
    assert at_stripe(shop) == [5000]


def test_store_credit_comes_back_as_store_credit(shop, invariants):
    order = shop.order()
    credit = CreditFactory(conference=shop.conference, user=order.user)
    apply_credit(order, credit)
    shop.pay(order)
    refund(order, amount=Decimal("100.00"))
    credit.refresh_from_db()
    assert (credit.remaining_amount, credit.status) == (Decimal("40.00"), Credit.Status.AVAILABLE)
    assert at_stripe(shop) == [6000]
    assert order.status == Order.Status.REFUNDED
    invariants(shop)


def test_a_refund_to_credit_can_be_spent_and_asks_nobody(shop, paid):
    credit = refund(paid, amount=Decimal("100.00"), to="credit")
    assert (credit.remaining_amount, credit.status, credit.user) == (
        Decimal("100.00"),
        Credit.Status.AVAILABLE,
        paid.user,
    )
    assert at_stripe(shop) == []
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    with pytest.raises(ValidationError):
        refund(paid, amount=Decimal("100.01"))
    other = shop.order(user=paid.user, is_test=True)  # the stand-in's money is test money
    assert RefundService.apply_credit_as_refund(credit, other) == Decimal("100.00")
    other.refresh_from_db()
    assert other.status == Order.Status.PAID


def test_a_free_order_has_nothing_to_give_back(shop):
    free = TicketTypeFactory(conference=shop.conference, price=Decimal(0))
    order = order_of(free, conference=shop.conference)
    shop.begin(order)
    with pytest.raises(ValidationError):
        refund(order, amount=Decimal("1.00"))


def test_money_of_an_order_that_ended_can_be_given_back(shop):
    order = shop.order(status="cancelled")
    PaymentFactory(order=order, amount=Decimal("30.00"))
    refund(order, amount=Decimal("30.00"))
    assert order.status == Order.Status.CANCELLED
