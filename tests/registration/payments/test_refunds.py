"""Giving money back: once, to where it came from, never more than came."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from conference.models import OutboxMail
from registration.models import Attendee, Credit, Discrepancy, Order, Payment, Refund
from registration.queries.balances import books_of
from registration.services import refund as refund_module
from registration.services.refund import RefundService
from tests.factories.conference import SuperuserFactory
from tests.factories.registration import (
    PaymentFactory,
)
from tests.registration.payments.refunding import at_stripe

refund = RefundService.create_refund


def test_a_part_goes_back_to_the_card_and_leaves_nothing_to_spend(shop, paid, invariants):
    credit = refund(paid, amount=Decimal("50.00"), staff_user=SuperuserFactory())
    assert (credit.amount, credit.remaining_amount, credit.status) == (Decimal("50.00"), 0, Credit.Status.APPLIED)
    assert at_stripe(shop) == [5000]
    row = paid.refunds.get()
    assert (row.status, row.credit) == (Refund.Status.SUCCEEDED, credit)
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    assert OutboxMail.objects.filter(kind="order.refund").count() == 1
    shop.hear()
    assert paid.refunds.count() == 1
    assert OutboxMail.objects.filter(kind="order.refund").count() == 1
    invariants(shop)


def test_all_of_it_ends_the_tickets_and_frees_the_stock(shop, paid, invariants):
    refund(paid, amount=Decimal("200.00"))
    assert paid.status == Order.Status.REFUNDED
    assert paid.payments.get().status == Payment.Status.REFUNDED
    assert not Attendee.objects.filter(revoked_at__isnull=True).exists()
    assert shop.ticket.remaining_quantity == 10
    invariants(shop)


def test_two_equal_parts_are_two_refunds(shop, paid, invariants):
    for _number in range(2):
        refund(paid, amount=Decimal("50.00"))
    assert at_stripe(shop) == [5000, 5000]
    invariants(shop)


def test_the_same_click_twice_is_one_refund(shop, paid, invariants):
    first = refund(paid, amount=Decimal("50.00"), request_key="form-1")
    again = refund(paid, amount=Decimal("50.00"), request_key="form-1")
    assert first == again
    assert at_stripe(shop) == [5000]
    invariants(shop)


def test_the_same_click_at_the_same_moment_is_one_refund(busy_shop, at_once, invariants):
    order = busy_shop.pay(busy_shop.order(2))
    clicks = [lambda: refund(Order.objects.get(pk=order.pk), amount=Decimal("50.00"), request_key="form-1")] * 3
    assert len({credit.pk for credit in at_once(*clicks)}) == 1
    assert at_stripe(busy_shop) == [5000]
    invariants(busy_shop)


def test_refunds_at_the_same_moment_never_exceed_what_came(busy_shop, at_once, invariants):
    order = busy_shop.pay(busy_shop.order(2))
    clicks = [lambda: refund(Order.objects.get(pk=order.pk), amount=Decimal("80.00"))] * 4
    outcomes = at_once(*clicks)
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 2
    assert at_stripe(busy_shop) == [8000, 8000]
    invariants(busy_shop)


def test_without_the_lock_more_is_decided_than_came(busy_shop, at_once, monkeypatch):
    """The control: it is the order's lock that keeps refunds of the same moment apart."""
    monkeypatch.setattr(refund_module, "lock_order", lambda order: Order.objects.get(pk=order.pk))
    for _round in range(10):
        order = busy_shop.order(status="paid")
        PaymentFactory(order=order)
        at_once(*[lambda order=order: refund(order, amount=Decimal("80.00"))] * 6)
        if books_of(order).kept < 0:
            return
    raise AssertionError("ten rounds without the lock went well")


@pytest.mark.parametrize("amount", ["200.01", "0", "-5", "10.001"])
def test_a_wrong_amount_is_refused_and_nobody_is_asked(shop, paid, amount):
    with pytest.raises(ValidationError):
        refund(paid, amount=Decimal(amount))
    assert at_stripe(shop) == []
    assert (paid.refunds.count(), Credit.objects.count()) == (0, 0)


def test_what_was_wrong_and_went_back_leaves_the_list(shop, invariants):
    order = shop.order()
    shop.begin(order)
    _ledger, intent = shop.sandbox.sandbox.find("payment_intent", order.payments.get().stripe_payment_intent_id)
    intent["amount"] = 4000
    shop.sandbox.pay(intent["id"])
    shop.hear()
    refund(order, amount=Decimal("40.00"))
    assert Discrepancy.objects.get().resolved_at is not None
    assert order.status == Order.Status.PENDING
    invariants(shop)


def test_the_buyer_reads_where_the_money_goes(shop, paid):
    refund(paid, amount=Decimal("50.00"))
    refund(paid, amount=Decimal("50.00"), to="credit")
    texts = list(
        OutboxMail.objects.filter(kind__in=("order.refund", "order.credit"))
        .order_by("pk")
        .values_list("text", flat=True)
    )
    assert "was given back the way it was paid" in texts[0]
    assert "is store credit now" in texts[1]


def test_an_unknown_reason_becomes_part_of_the_note(shop, paid):
    refund(paid, amount=Decimal("50.00"), reason="visa refused", note="see mail")
    row = paid.refunds.get()
    assert (row.reason, row.note) == ("requested_by_customer", "visa refused\nsee mail")
    assert shop.sandbox.refunds()[0]["reason"] == "requested_by_customer"
