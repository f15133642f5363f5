"""Payers who claim their money back at their bank."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from conference.models import OutboxMail
from registration.models import Discrepancy, Dispute, Order, SalesSettings
from registration.services.money.compare import disputes
from registration.services.money.differences.amounts import flag_overpaid
from registration.services.money.disputes import is_disputed, record_dispute
from registration.services.reconcile import reconcile
from registration.services.refund import RefundService
from registration.services.stripe.objects import fetch_dispute
from tests.factories.registration import PaymentFactory


def dispute(shop, **fields):
    [charge] = shop.sandbox.charges()
    return shop.sandbox.dispute(charge["id"], **fields)


def test_an_open_dispute_blocks_refunds_and_is_shown(shop, paid, invariants):
    shop.conference.facts.contact_email = "team@example.org"
    shop.conference.facts.save()
    found = dispute(shop)
    shop.hear()
    row = Dispute.objects.get()
    assert (row.stripe_dispute_id, row.status, row.amount) == (found["id"], "needs_response", Decimal("200.00"))
    assert row.funds_withdrawn
    assert row.evidence_due_by is not None
    assert is_disputed(paid)
    assert Discrepancy.objects.get(resolved_at__isnull=True).kind == "dispute"
    assert OutboxMail.objects.filter(kind="staff.payment_attention").count() == 1
    with pytest.raises(ValidationError, match="disputes"):
        RefundService.create_refund(paid, amount=Decimal("10.00"))
    with pytest.raises(ValidationError, match="disputes"):
        RefundService.create_refund(paid, amount=Decimal("10.00"), to="credit")
    assert shop.sandbox.refunds() == []
    paid.refresh_from_db()
    assert paid.status == Order.Status.PAID
    invariants(shop)


def test_a_won_dispute_leaves_everything_as_it_was(shop, paid, invariants):
    found = dispute(shop)
    shop.hear()
    shop.sandbox.close_dispute(found["id"], won=True)
    shop.hear()
    row = Dispute.objects.get()
    assert (row.status, row.funds_withdrawn, row.is_open) == ("won", False, False)
    assert not is_disputed(paid)
    assert Discrepancy.objects.get().resolved_at is not None
    RefundService.create_refund(paid, amount=Decimal("10.00"), to="credit")
    invariants(shop)


def test_a_lost_dispute_stays_on_the_list(shop, paid):
    found = dispute(shop)
    shop.hear()
    shop.sandbox.close_dispute(found["id"], won=False)
    shop.hear()
    row = Dispute.objects.get()
    assert (row.status, row.funds_withdrawn, row.is_open) == ("lost", True, False)
    with pytest.raises(ValidationError, match=r"At most €0\.00"):
        RefundService.create_refund(paid, amount=Decimal("10.00"), to="credit")
    assert Discrepancy.objects.get().resolved_at is None


def test_what_was_paid_twice_and_got_back_at_the_bank_is_not_too_much_any_more(shop, paid):
    assert flag_overpaid(paid, PaymentFactory(order=paid, amount=Decimal("200.00")))
    found = dispute(shop)
    shop.hear()
    too_much = Discrepancy.objects.get(kind="overpaid")
    assert too_much.resolved_at is None  # the control: nothing is decided yet
    shop.sandbox.close_dispute(found["id"], won=False)
    shop.hear()
    too_much.refresh_from_db()
    assert too_much.resolved_at is not None
    assert Discrepancy.objects.get(kind="dispute").resolved_at is None


def test_an_inquiry_takes_no_money(shop, paid):
    found = dispute(shop, inquiry=True)
    shop.hear()
    assert not Dispute.objects.get().funds_withdrawn
    shop.sandbox.close_dispute(found["id"], won=True)
    shop.hear()
    assert not Dispute.objects.get().is_open
    assert Discrepancy.objects.get().resolved_at is not None


def test_events_in_reverse_order_and_repeated_end_as_stripe_has_it(shop, paid):
    found = dispute(shop)
    shop.sandbox.close_dispute(found["id"], won=True)
    shop.sandbox.webhooks.repeat(2)
    shop.hear(reverse=True)
    assert Dispute.objects.get().status == "won"
    assert Discrepancy.objects.get().resolved_at is not None


def test_an_answer_from_before_the_decision_does_not_open_it_again(shop, paid):
    found = dispute(shop)
    before = fetch_dispute(shop.conference, found["id"])
    shop.sandbox.close_dispute(found["id"], won=True)
    shop.hear()
    record_dispute(shop.conference, before)
    assert not is_disputed(paid)


def test_comparing_finds_a_dispute_and_its_end_that_no_event_told(shop, paid):
    found = dispute(shop)
    reconcile(shop.conference)
    assert is_disputed(paid)
    shop.sandbox.close_dispute(found["id"], won=True)
    reconcile(shop.conference)
    assert not is_disputed(paid)


def test_a_dispute_that_cannot_be_recorded_stops_no_other_and_is_named(shop, monkeypatch):
    for order in (shop.order(), shop.order()):
        shop.pay(order)
    first, second = [shop.sandbox.dispute(charge["id"]) for charge in shop.sandbox.charges()]
    real = disputes.record_dispute

    def fail_for_one(conference, theirs):
        if theirs.id == first["id"]:
            raise RuntimeError("cannot be")
        return real(conference, theirs)

    monkeypatch.setattr(disputes, "record_dispute", fail_for_one)
    report = reconcile(shop.conference)
    assert report.failed == [first["id"]]
    assert first["id"] in report.sentence()
    assert Dispute.objects.get().stripe_dispute_id == second["id"]
    assert SalesSettings.objects.get(conference=shop.conference).stripe_reconciled_at is not None


def test_an_open_dispute_at_another_account_keeps_nothing_from_being_compared(shop, paid):
    dispute(shop)
    reconcile(shop.conference)
    before = SalesSettings.objects.get(conference=shop.conference).stripe_reconciled_at
    shop.keys(stripe_secret_key=shop.sandbox.account("new").secret_key)
    report = reconcile(shop.conference)
    assert report.failed == []
    assert Discrepancy.objects.filter(kind="missing_payment").exists()  # what comes after the disputes
    assert SalesSettings.objects.get(conference=shop.conference).stripe_reconciled_at > before
    assert is_disputed(paid)


def test_a_dispute_of_another_order_blocks_nothing(shop, paid):
    dispute(shop)
    shop.hear()
    other = shop.order(status="paid")
    PaymentFactory(order=other)
    assert not is_disputed(other)
    RefundService.create_refund(other, amount=Decimal("10.00"))
