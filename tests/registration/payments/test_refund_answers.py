"""What becomes of a refund by what Stripe answers: lost, refused, under way, failed at once or later."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from registration.models import Credit, Discrepancy, Order, Payment, Refund
from registration.queries.balances import books_of
from registration.services.refund import RefundService
from registration.services.refunds import sending
from registration.services.refunds.sending import send_waiting
from tests.factories.registration import (
    VoucherFactory,
)
from tests.registration.payments.refunding import at_stripe

refund = RefundService.create_refund
PENDING_REFUND = "4000000000007726"
FAILING_REFUND = "4000000000005126"


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "500", "429"])
def test_a_lost_or_failing_answer_moves_the_money_once(shop, paid, kind, invariants):
    shop.sandbox.fault(kind, "/v1/refunds")
    refund(paid, amount=Decimal("50.00"))
    assert at_stripe(shop) == [5000]
    assert paid.refunds.get().status == Refund.Status.SUCCEEDED
    invariants(shop)


@pytest.mark.parametrize("hours", [0, 25])
def test_an_answer_that_stays_lost_is_found_by_the_next_round(shop, paid, hours, invariants):
    shop.sandbox.fault("drop_after", "/v1/refunds", count=3)
    refund(paid, amount=Decimal("50.00"))
    row = paid.refunds.get()
    assert (row.status, row.stripe_refund_id) == (Refund.Status.PENDING, "")
    with pytest.raises(ValidationError):
        refund(paid, amount=Decimal("150.01"))

    shop.sandbox.advance(hours * 3600)
    assert send_waiting() == "1 of 1 waiting refunds sent"
    row.refresh_from_db()
    paid.refresh_from_db()
    assert row.status == Refund.Status.SUCCEEDED
    assert at_stripe(shop) == [5000]
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    invariants(shop)


def test_an_answer_that_stays_lost_is_told_by_the_event_as_well(shop, paid, invariants):
    shop.sandbox.fault("drop_after", "/v1/refunds", count=3)
    refund(paid, amount=Decimal("50.00"))
    shop.hear()
    row = paid.refunds.get()
    assert row.status == Refund.Status.SUCCEEDED
    assert row.stripe_refund_id
    assert send_waiting() == ""
    invariants(shop)


def test_a_refund_that_stripe_refuses_moves_nothing_and_says_so(shop, paid, invariants):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 15000)  # of which no event told yet
    with pytest.raises(ValidationError, match="Stripe refused"):
        refund(paid, amount=Decimal("100.00"))
    assert at_stripe(shop) == [15000]
    assert sorted(paid.refunds.values_list("status", "amount")) == [
        ("failed", Decimal("100.00")),
        ("succeeded", Decimal("150.00")),
    ]
    assert [credit.amount for credit in Credit.objects.all()] == [Decimal("150.00")]
    invariants(shop)


def test_the_same_form_can_be_sent_again_after_a_refusal(shop, paid, invariants):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 15000)
    with pytest.raises(ValidationError):
        refund(paid, amount=Decimal("100.00"), request_key="form-1")
    refund(paid, amount=Decimal("50.00"), request_key="form-1")
    assert at_stripe(shop) == [15000, 5000]
    invariants(shop)


def test_a_refund_under_way_counts_and_arrives_later(shop, invariants):
    order = shop.pay(card=PENDING_REFUND)
    refund(order, amount=Decimal("100.00"))
    row = order.refunds.get()
    assert (row.status, order.status) == (Refund.Status.PENDING, Order.Status.PARTIALLY_REFUNDED)
    with pytest.raises(ValidationError):
        refund(order, amount=Decimal("1.00"))
    # it may still fail: until it arrives the ticket lets in, and its place is nobody else's
    assert order.attendees.get().revoked_at is None
    left = shop.ticket.remaining_quantity
    shop.sandbox.finish_refund(row.stripe_refund_id, succeeds=True)
    shop.hear()
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.status, order.status) == (Refund.Status.SUCCEEDED, Order.Status.REFUNDED)
    assert order.attendees.get().revoked_at is not None
    assert shop.ticket.remaining_quantity == left + 1
    invariants(shop)


def test_a_refund_that_fails_later_is_taken_back_and_becomes_a_task(shop, invariants):
    order = shop.pay(card=FAILING_REFUND)
    refund(order, amount=Decimal("100.00"))
    row = order.refunds.get()
    shop.sandbox.finish_refund(row.stripe_refund_id, succeeds=False)
    shop.hear()
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.status, row.failure_message) == (Refund.Status.FAILED, "expired_or_canceled_card")
    assert order.status == Order.Status.PAID
    assert order.payments.get().status == Payment.Status.SUCCEEDED
    assert Credit.objects.count() == 0
    task = Discrepancy.objects.get(resolved_at__isnull=True)
    assert (task.kind, task.amount, task.order) == ("failed_refund", Decimal("100.00"), order)
    invariants(shop)

    refund(order, amount=Decimal("100.00"))
    assert order.status == Order.Status.REFUNDED
    assert at_stripe(shop) == [10000]
    invariants(shop)


def test_a_refund_that_stripe_fails_at_once_is_told_and_listed(shop, paid, monkeypatch):
    read = sending.read_refund
    failed = {"status": "failed", "failure": "lost_or_stolen_card"}
    monkeypatch.setattr(sending, "read_refund", lambda answer: replace(read(answer), **failed))
    with pytest.raises(ValidationError, match="lost_or_stolen_card"):
        refund(paid, amount=Decimal("200.00"))
    paid.refresh_from_db()
    assert (paid.status, books_of(paid).kept) == (Order.Status.PAID, Decimal("200.00"))
    assert Discrepancy.objects.get().kind == "failed_refund"


def test_a_voucher_counts_again_when_the_refund_of_its_order_fails(shop):
    voucher = VoucherFactory(conference=shop.conference, max_uses=1)
    order = shop.pay(shop.order(voucher=voucher, voucher_code=voucher.code), card=FAILING_REFUND)
    refund(order, amount=order.total)
    voucher.refresh_from_db()
    assert voucher.times_used == 0
    shop.sandbox.finish_refund(order.refunds.get().stripe_refund_id, succeeds=False)
    shop.hear()
    voucher.refresh_from_db()
    assert voucher.times_used == 1
