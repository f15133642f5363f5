"""Looking at differences again at staff's word."""

from datetime import timedelta
from decimal import Decimal

import pytest
import stripe
from django.core.exceptions import ValidationError
from django.utils import timezone

from registration.errors import WrongStateError
from registration.models import Discrepancy, Order
from registration.services.money.differences.repair import repair
from registration.services.payment import PaymentService
from registration.services.reconcile import reconcile
from registration.services.refund import RefundService
from registration.services.refunds.sending import send_waiting
from tests.factories.conference import SuperuserFactory
from tests.factories.registration import PaymentFactory


@pytest.fixture
def staff(db):
    return SuperuserFactory()


def wrong_amount(shop, cents):
    """Return the difference of an order of 100.00 for which so much came."""
    order = shop.order()
    shop.begin(order)
    _ledger, intent = shop.sandbox.sandbox.find("payment_intent", order.payments.get().stripe_payment_intent_id)
    intent["amount"] = cents
    shop.sandbox.pay(intent["id"])
    shop.hear()
    return Discrepancy.objects.get()


def test_more_than_asked_pays_the_order_and_the_rest_is_shown(shop, staff, invariants):
    difference = wrong_amount(shop, 12000)
    assert "The order is paid" in repair(difference, by=staff)
    difference.refresh_from_db()
    assert (difference.resolved_by, difference.order.status) == (staff, Order.Status.PAID)
    rest = Discrepancy.objects.get(kind="overpaid")
    assert rest.amount == Decimal("20.00")
    invariants(shop)

    RefundService.create_refund(difference.order, amount=Decimal("20.00"), staff_user=staff)
    rest.refresh_from_db()
    difference.order.refresh_from_db()
    assert rest.resolved_at is not None
    assert difference.order.status == Order.Status.PAID, "what was too much is no refund of the order"
    invariants(shop)


def test_less_than_asked_stays_until_the_rest_came(shop, staff):
    difference = wrong_amount(shop, 4000)
    assert "needs a decision" in repair(difference, by=staff)
    difference.refresh_from_db()
    assert difference.resolved_at is None
    PaymentService.record_manual(difference.order, amount=Decimal("60.00"))
    repair(difference, by=staff)
    difference.refresh_from_db()
    assert difference.resolved_at is not None


def test_an_orphan_stays_until_it_has_an_order(shop, staff):
    client = stripe.StripeClient(shop.account.secret_key, base_addresses={"api": shop.sandbox.base_url})
    made = client.v1.payment_intents.create(params={"amount": 10000, "currency": "eur"})
    shop.sandbox.pay(made.id)
    reconcile(shop.conference)
    orphan = Discrepancy.objects.get()
    repair(orphan, by=staff)
    orphan.refresh_from_db()
    assert orphan.resolved_at is None

    order = shop.order()
    client.v1.payment_intents.update(made.id, params={"metadata": {"conference": "shop", "order": order.reference}})
    repair(orphan, by=staff)
    orphan.refresh_from_db()
    order.refresh_from_db()
    assert orphan.resolved_at is not None
    assert order.status == Order.Status.PAID


def test_a_failed_refund_is_settled_by_one_that_followed(shop, staff):
    order = shop.pay(card="4000000000005126")
    RefundService.create_refund(order, amount=Decimal("100.00"))
    shop.sandbox.finish_refund(order.refunds.get().stripe_refund_id, succeeds=False)
    shop.hear()
    task = Discrepancy.objects.get()
    repair(task, by=staff)
    task.refresh_from_db()
    assert task.resolved_at is None
    RefundService.create_refund(order, amount=Decimal("100.00"), to="credit")
    repair(task, by=staff)
    task.refresh_from_db()
    assert task.resolved_at is not None


def test_a_dispute_is_settled_when_it_is_decided(shop, staff):
    shop.pay()
    [charge] = shop.sandbox.charges()
    found = shop.sandbox.dispute(charge["id"])
    shop.hear()
    difference = Discrepancy.objects.get()
    repair(difference, by=staff)
    difference.refresh_from_db()
    assert difference.resolved_at is None
    shop.sandbox.close_dispute(found["id"], won=False)
    repair(difference, by=staff)
    difference.refresh_from_db()
    assert difference.resolved_at is not None


def test_a_payment_that_stripe_does_not_have_stays(shop, staff):
    order = shop.order(status="paid")
    PaymentFactory(order=order, method="stripe", stripe_payment_intent_id="pi_invented", livemode=False, fee=0)
    reconcile(shop.conference)
    difference = Discrepancy.objects.get()
    with pytest.raises(ValidationError, match="No such payment_intent"):
        repair(difference, by=staff)
    difference.refresh_from_db()
    assert difference.resolved_at is None


def test_a_settled_difference_is_left_alone(shop, staff):
    difference = wrong_amount(shop, 12000)
    repair(difference, by=staff)
    difference.refresh_from_db()
    with pytest.raises(WrongStateError):
        repair(difference, by=staff)


def test_what_went_back_already_does_not_go_back_again_when_nothing_is_left(shop, staff, invariants):
    difference = wrong_amount(shop, 12000)
    RefundService.create_refund(difference.order, amount=Decimal("20.00"))
    Order.objects.filter(pk=difference.order_id).update(hold_expires_at=timezone.now() - timedelta(minutes=5))
    shop.order(10)
    repair(Discrepancy.objects.get(pk=difference.pk), by=staff)
    send_waiting()
    shop.hear()
    difference.order.refresh_from_db()
    assert difference.order.status == Order.Status.CANCELLED
    assert [refund["amount"] for refund in shop.sandbox.refunds()] == [2000, 10000]
    assert not Discrepancy.objects.filter(kind="failed_refund").exists()
    invariants(shop)
