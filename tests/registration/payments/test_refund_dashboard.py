"""Refunds that somebody makes in Stripe's dashboard."""

from decimal import Decimal

from registration.models import Attendee, Credit, Discrepancy, Order, Refund
from registration.services.reconcile import reconcile
from registration.services.refund import RefundService

refund = RefundService.create_refund


def test_a_refund_in_the_dashboard_is_recorded_once(shop, paid, invariants):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"])
    shop.sandbox.webhooks.repeat(2)
    shop.hear()
    reconcile(shop.conference)
    paid.refresh_from_db()
    row = paid.refunds.get()
    assert (row.amount, row.status) == (Decimal("200.00"), Refund.Status.SUCCEEDED)
    assert paid.status == Order.Status.REFUNDED
    assert row.credit.remaining_amount == 0
    assert not Attendee.objects.filter(revoked_at__isnull=True).exists()
    assert shop.ticket.remaining_quantity == 10
    invariants(shop)


def test_a_part_in_the_dashboard_leaves_the_tickets_to_staff(shop, paid, invariants):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 5000)
    shop.hear()
    paid.refresh_from_db()
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    assert Attendee.objects.filter(revoked_at__isnull=True).count() == 2
    assert Discrepancy.objects.get().kind == "unrecorded_refund"
    assert Credit.objects.filter(remaining_amount__gt=0).count() == 0
    invariants(shop)


def test_what_is_store_credit_already_and_goes_back_in_the_dashboard_as_well_is_shown(shop, paid):
    refund(paid, amount=Decimal("150.00"), to="credit")
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"])
    shop.hear()
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.amount, difference.order) == ("unrecorded_refund", Decimal("150.00"), paid)
    assert "was store credit already" in difference.detail


def test_the_last_part_in_the_dashboard_ends_all_and_leaves_nothing_to_decide(shop, paid, invariants):
    refund(paid, amount=Decimal("50.00"))
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 10000)
    shop.hear()
    assert Discrepancy.objects.get().kind == "unrecorded_refund"  # the control: with 50.00 left the tickets are valid
    Discrepancy.objects.all().delete()
    shop.sandbox.dashboard_refund(charge["id"], 5000)
    shop.hear()
    paid.refresh_from_db()
    assert paid.status == Order.Status.REFUNDED
    assert not paid.attendees.filter(revoked_at=None).exists()
    assert not Discrepancy.objects.exists()
    invariants(shop)
