"""Money that comes when the order's time is over."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from conference.models import OutboxMail
from registration.models import Attendee, Credit, Discrepancy, Order, Payment, Refund
from registration.services.expire import expire_due, expire_order
from registration.services.money.differences.repair import repair
from registration.services.money.late_payment import pay_late
from registration.services.money.settle import fetch_and_settle
from registration.services.money.store_credit import apply as apply_credit
from registration.services.orders.states import lock_order
from registration.services.payment import PaymentService
from registration.services.reconcile import reconcile
from registration.services.refund import RefundService
from registration.services.refunds.sending import send_waiting
from tests.factories.conference import SuperuserFactory
from tests.factories.registration import CreditFactory, PaymentFactory


def let_hold_end(order, minutes=5):
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - timedelta(minutes=minutes))
    order.refresh_from_db()


def sell_out(shop):
    """Let others take all tickets that are left."""
    taken = sum(line.quantity for order in Order.objects.all() if order.is_held for line in order.line_items.all())
    return shop.order(shop.ticket.total_quantity - taken)


@pytest.fixture
def late(shop):
    """Return an order whose hold ended before its card was charged."""
    order = shop.order(2)
    secret = shop.begin(order)
    let_hold_end(order)
    shop.sandbox.pay(secret)
    return order


def test_with_stock_left_the_order_is_paid(shop, late, invariants):
    shop.hear()
    late.refresh_from_db()
    assert late.status == Order.Status.PAID
    assert Attendee.objects.filter(order=late).count() == 2
    assert Discrepancy.objects.count() == 0
    invariants(shop)


def test_sold_out_the_money_goes_back_and_everybody_is_told(shop, late, invariants):
    staff = SuperuserFactory()
    shop.conference.facts.contact_email = staff.email
    shop.conference.facts.save()
    sell_out(shop)
    shop.hear()
    late.refresh_from_db()
    assert late.status == Order.Status.CANCELLED
    refund = Refund.objects.get()
    assert (refund.amount, refund.status, refund.stripe_refund_id) == (Decimal("200.00"), Refund.Status.PENDING, "")
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.order, difference.amount) == ("late_payment", late, Decimal("200.00"))
    assert OutboxMail.objects.get(kind="order.late_payment").to == late.billing_email
    assert OutboxMail.objects.get(kind="staff.payment_attention").to == staff.email

    assert send_waiting() == "1 of 1 waiting refunds sent"
    shop.hear()
    [sent] = shop.sandbox.refunds()
    refund.refresh_from_db()
    difference.refresh_from_db()
    assert (sent["amount"], sent["id"]) == (20000, refund.stripe_refund_id)
    assert refund.status == Refund.Status.SUCCEEDED
    assert difference.resolved_at is not None
    assert late.payments.get().status == Payment.Status.REFUNDED
    assert Attendee.objects.count() == 0
    invariants(shop)


def test_the_refund_is_sent_by_itself_after_the_commit(busy_shop, invariants):
    order = busy_shop.order(2)
    secret = busy_shop.begin(order)
    let_hold_end(order)
    busy_shop.sandbox.pay(secret)
    sell_out(busy_shop)
    busy_shop.hear()
    assert [refund["amount"] for refund in busy_shop.sandbox.refunds()] == [20000]
    assert Refund.objects.get().status == Refund.Status.SUCCEEDED
    invariants(busy_shop)


def test_told_twice_the_money_goes_back_once(busy_shop, invariants):
    order = busy_shop.order()
    secret = busy_shop.begin(order)
    let_hold_end(order)
    busy_shop.sandbox.pay(secret)
    sell_out(busy_shop)
    busy_shop.sandbox.webhooks.repeat(3)
    busy_shop.hear()
    reconcile(busy_shop.conference)
    send_waiting()
    assert len(busy_shop.sandbox.refunds()) == 1
    assert OutboxMail.objects.filter(kind="order.late_payment").count() == 1
    invariants(busy_shop)


def test_an_answer_lost_on_the_way_back_is_found_again(shop, late, invariants):
    sell_out(shop)
    shop.hear()
    shop.sandbox.fault("drop_after", "/v1/refunds", count=3)
    assert send_waiting() == "0 of 1 waiting refunds sent"
    shop.sandbox.advance(25 * 3600)  # by then Stripe has forgotten the key
    assert send_waiting() == "1 of 1 waiting refunds sent"
    assert len(shop.sandbox.refunds()) == 1
    assert Refund.objects.get().status == Refund.Status.SUCCEEDED
    invariants(shop)


def test_expiry_cancels_the_intent_first(shop, invariants):
    order = shop.order()
    secret = shop.begin(order)
    let_hold_end(order)
    assert expire_order(order)
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert shop.sandbox.pay(secret).code == "payment_intent_unexpected_state"
    assert order.payments.get().status == Payment.Status.FAILED
    assert shop.sandbox.charges() == []
    invariants(shop)


def test_expiry_that_finds_the_money_pays_the_order(shop, late, invariants):
    assert not expire_order(late)
    late.refresh_from_db()
    assert late.status == Order.Status.PAID
    invariants(shop)


def test_expiry_that_finds_the_money_of_a_sold_out_order_sends_it_back(shop, late, invariants):
    sell_out(shop)
    expire_order(late)
    send_waiting()
    late.refresh_from_db()
    assert late.status == Order.Status.CANCELLED
    assert len(shop.sandbox.refunds()) == 1
    invariants(shop)


def test_expiry_waits_while_stripe_cannot_be_asked(shop, invariants):
    order = shop.order()
    secret = shop.begin(order)
    let_hold_end(order)
    shop.sandbox.fault("drop_before", "/v1/payment_intents/*", method="*", count=100)
    assert expire_due() == ""
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    shop.sandbox.sandbox.faults.reset()
    assert expire_due() == "1 orders expired, 0 baskets closed"
    assert shop.sandbox.pay(secret).code == "payment_intent_unexpected_state"


def test_expiry_leaves_money_on_its_way_alone(shop):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order), iban="DE89370400440532013000")
    let_hold_end(order)
    assert not expire_order(order)
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    assert order.is_held, "what stopping found is written down"


def test_money_for_an_order_that_ended_revives_it_while_there_is_stock(shop, invariants):
    order = shop.order()
    secret = shop.begin(order)
    shop.sandbox.pay(secret)
    Order.objects.filter(pk=order.pk).update(status="cancelled", hold_expires_at=None, cancelled_at=timezone.now())
    shop.hear()
    order.refresh_from_db()
    assert (order.status, order.cancelled_at) == (Order.Status.PAID, None)
    assert Attendee.objects.count() == 1
    invariants(shop)


def test_an_order_that_ended_and_gave_its_credit_back_is_not_paid_by_the_rest(shop, invariants):
    order = shop.order()
    credit = CreditFactory(conference=shop.conference, user=order.user)
    apply_credit(order, credit)
    secret = shop.begin(order)
    let_hold_end(order)
    sell_out(shop)
    shop.sandbox.pay(secret)
    expire_order(order)
    send_waiting()
    order.refresh_from_db()
    credit.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert (credit.remaining_amount, credit.status) == (Decimal("40.00"), Credit.Status.AVAILABLE)
    assert [refund["amount"] for refund in shop.sandbox.refunds()] == [6000]
    invariants(shop)


def test_many_late_payments_at_once_never_oversell(busy_shop, at_once, invariants):
    orders = [busy_shop.order(2) for _number in range(5)]
    secrets = [busy_shop.begin(order) for order in orders]
    for order in orders:
        let_hold_end(order)
    busy_shop.order(6)  # four are left for ten
    for secret in secrets:
        busy_shop.sandbox.pay(secret)
    found = [order.payments.get().stripe_payment_intent_id for order in orders]
    outcomes = at_once(*[lambda pk=pk: fetch_and_settle(busy_shop.conference, pk) for pk in found])
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    send_waiting()
    states = sorted(Order.objects.filter(pk__in=[order.pk for order in orders]).values_list("status", flat=True))
    assert states == ["cancelled"] * 3 + ["paid"] * 2
    assert len(busy_shop.sandbox.refunds()) == 3
    invariants(busy_shop)


def test_what_else_was_paid_for_a_late_order_is_shown_to_staff(shop, invariants):
    order = shop.order()
    PaymentFactory(order=order, amount=Decimal("30.00"))
    secret = shop.begin(order)
    let_hold_end(order)
    sell_out(shop)
    shop.sandbox.pay(secret)
    shop.hear()
    send_waiting()
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert [refund["amount"] for refund in shop.sandbox.refunds()] == [7000]
    rest = Discrepancy.objects.get(kind="overpaid")
    assert (rest.amount, rest.order) == (Decimal("30.00"), order)
    invariants(shop)

    repair(rest, by=SuperuserFactory())
    rest.refresh_from_db()
    assert rest.resolved_at is None, "the money is still here"
    RefundService.create_refund(order, amount=Decimal("30.00"))
    rest.refresh_from_db()
    assert rest.resolved_at is not None


@pytest.mark.parametrize(
    ("intent", "goes_by_itself"), [("pi_at_the_desk", True), ("", False)], ids=["at Stripe", "not at Stripe"]
)
def test_late_money_goes_back_by_itself_only_where_stripe_has_it(shop, intent, goes_by_itself):
    order = shop.order(status="cancelled")
    shop.order(10)
    payment = PaymentFactory(order=order, method="terminal", stripe_payment_intent_id=intent)
    with transaction.atomic():
        outcome = pay_late(lock_order(order), payment)
    difference = Discrepancy.objects.get()
    assert ("goes back by itself" in difference.detail) is goes_by_itself
    assert ("give it back by hand" in difference.detail) is not goes_by_itself
    assert ("goes back by itself" in outcome) is goes_by_itself
    assert ("give it back by hand" in outcome) is not goes_by_itself
    assert OutboxMail.objects.filter(kind="order.late_payment").exists() is goes_by_itself
    assert Refund.objects.filter(status=Refund.Status.PENDING).exists() is goes_by_itself
    assert Refund.objects.exists() is goes_by_itself


@pytest.mark.parametrize("key", ["", "sk_test_wrongwrongwrong"])
def test_without_a_usable_key_orders_still_end_and_money_that_comes_counts_as_late(shop, key, invariants):
    order = shop.order()
    secret = shop.begin(order)
    let_hold_end(order)
    good = shop.conference.stripe_secret_key
    shop.keys(stripe_secret_key=key)
    assert expire_due() == "1 orders expired, 0 baskets closed"
    shop.sandbox.pay(secret)
    shop.keys(stripe_secret_key=good)
    shop.hear()
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    invariants(shop)


def test_expiry_ends_in_time_when_stripe_is_slow(shop, monkeypatch):
    for _number in range(3):
        let_hold_end(shop.order())
    moments = iter([0, 1, 100, 200])
    monkeypatch.setattr("registration.services.time_box.time.monotonic", lambda: next(moments))
    assert expire_due() == "1 orders expired, 0 baskets closed"


def test_what_staff_give_back_of_a_late_transfer_settles_its_difference(shop, invariants):
    order = shop.order(pay_by="transfer")
    let_hold_end(order)
    assert expire_order(order)
    sell_out(shop)
    PaymentService.record_manual(order, amount=Decimal("100.00"), reference="bank 1")
    assert Discrepancy.objects.get(resolved_at=None).kind == "late_payment"
    order.refresh_from_db()
    RefundService.create_refund(order, amount=Decimal("100.00"))
    assert not Discrepancy.objects.filter(resolved_at=None).exists()
    invariants(shop)


def test_sold_out_and_given_back_in_the_dashboard_before_we_heard_of_it(shop, late, invariants):
    sell_out(shop)
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"])
    shop.hear()
    send_waiting()
    shop.hear()
    late.refresh_from_db()
    assert late.status == Order.Status.CANCELLED
    [arrived] = Refund.objects.exclude(status=Refund.Status.FAILED)
    assert (arrived.amount, arrived.above_price) == (Decimal("200.00"), Decimal("200.00"))
    assert [refund["amount"] for refund in shop.sandbox.refunds()] == [20000]
    invariants(shop)
