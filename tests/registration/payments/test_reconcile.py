"""Comparing Stripe with the orders: what was missed is made up for, what is strange is shown."""

from datetime import timedelta
from decimal import Decimal

import pytest
import stripe
from django.core.management import CommandError, call_command
from django.utils import timezone

from registration.models import Attendee, Discrepancy, Order, Payment, Refund
from registration.services.money import late_payment
from registration.services.money.compare import payments
from registration.services.reconcile import reconcile, reconcile_month, reconcile_recent
from registration.services.refund import RefundService
from registration.stripe_errors import NoKeysError, UnreachableError
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import PaymentFactory


def api(shop):
    return stripe.StripeClient(shop.account.secret_key, base_addresses={"api": shop.sandbox.base_url}).v1


def test_where_all_agrees_nothing_happens(shop, invariants):
    shop.pay()
    report = reconcile(shop.conference)
    assert (report.changed, report.found) == (0, 0)
    assert reconcile_recent() == ""
    invariants(shop)


def test_money_that_no_event_told_pays_its_order(shop, invariants):
    order = shop.order(2)
    shop.sandbox.pay(shop.begin(order))
    report = reconcile(shop.conference)
    assert (report.changed, report.found) == (1, 0)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert order.payments.get().fee == Decimal("3.25")
    assert reconcile(shop.conference).changed == 0
    assert Attendee.objects.count() == 2
    invariants(shop)


def test_money_for_an_old_order_is_found_as_well(shop, invariants):
    """However long ago the payment was begun: what waits here is asked about."""
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    reconcile_far_in_the_future = timezone.now() + timedelta(days=60)
    shop.conference.sales.stripe_reconciled_at = reconcile_far_in_the_future
    shop.conference.sales.save()
    reconcile(shop.conference)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_an_intent_whose_answer_was_lost_and_that_was_paid_finds_its_order(shop, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    Payment.objects.update(stripe_payment_intent_id="")
    reconcile(shop.conference)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    invariants(shop)


def test_refunds_that_no_event_told_are_recorded(shop, invariants):
    order = shop.pay()
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"])
    assert reconcile(shop.conference).changed == 1
    order.refresh_from_db()
    assert order.status == Order.Status.REFUNDED
    invariants(shop)


def test_a_refund_that_failed_and_no_event_told_becomes_a_task(shop, invariants):
    order = shop.pay(card="4000000000005126")
    RefundService.create_refund(order, amount=Decimal("100.00"))
    shop.sandbox.finish_refund(order.refunds.get().stripe_refund_id, succeeds=False)
    report = reconcile(shop.conference)
    assert (report.changed, report.found) == (1, 1)
    assert Discrepancy.objects.get().kind == "failed_refund"
    assert order.refunds.get().status == Refund.Status.FAILED
    invariants(shop)


def test_money_without_an_order_is_shown_once(shop, invariants):
    made = api(shop).payment_intents.create(params={"amount": 4200, "currency": "eur"})
    shop.sandbox.pay(made.id)
    assert reconcile(shop.conference).found == 1
    assert reconcile(shop.conference).found == 0
    assert Discrepancy.objects.get().amount == Decimal("42.00")
    invariants(shop, unseen=4200)


def test_money_that_only_we_know_is_shown(shop):
    order = shop.order(status="paid")
    PaymentFactory(order=order, method="stripe", stripe_payment_intent_id="pi_invented", livemode=False, fee=0)
    assert reconcile(shop.conference).found == 1
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.stripe_id, difference.order) == ("missing_payment", "pi_invented", order)


def test_intents_that_nobody_can_be_meant_to_pay_are_cancelled(shop):
    order = shop.order()
    secret = shop.begin(order)
    Payment.objects.update(status="failed")
    reconcile(shop.conference)
    assert shop.sandbox.pay(secret).code == "payment_intent_unexpected_state"
    kept = shop.order()
    shop.begin(kept)
    foreign = api(shop).payment_intents.create(params={"amount": 4200, "currency": "eur"})
    reconcile(shop.conference)
    open_still = {each["id"] for each in shop.sandbox.objects("payment_intent") if each["status"] != "canceled"}
    assert open_still == {kept.payments.get().stripe_payment_intent_id, foreign.id}


def test_waiting_refunds_are_sent(shop, invariants):
    order = shop.pay()
    shop.sandbox.fault("drop_before", "/v1/refunds", count=3)
    RefundService.create_refund(order, amount=Decimal("100.00"))
    assert order.refunds.get().status == Refund.Status.PENDING
    reconcile(shop.conference)
    assert order.refunds.get().status == Refund.Status.SUCCEEDED
    invariants(shop)


def test_of_a_shared_account_each_conference_compares_its_own(shop, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    other = ConferenceFactory(slug="other", stripe_secret_key=shop.account.secret_key)
    reconcile(other)
    assert Discrepancy.objects.count() == 0
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    reconcile(shop.conference)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_the_next_time_goes_on_where_this_one_began(shop):
    reconcile(shop.conference)
    shop.conference.sales.refresh_from_db()
    assert shop.conference.sales.stripe_reconciled_at is not None
    shop.sandbox.fault("drop_before", "/v1/*", method="GET", count=100)
    before = shop.conference.sales.stripe_reconciled_at
    with pytest.raises(UnreachableError):
        reconcile(shop.conference)
    shop.conference.sales.refresh_from_db()
    assert shop.conference.sales.stripe_reconciled_at == before


def test_the_jobs_go_on_with_the_next_conference(shop):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    ConferenceFactory(slug="a-broken", stripe_secret_key="sk_test_wrongwrongwrong")
    assert "shop: " in reconcile_month()
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert "does not accept the secret key" in reconcile_recent()


def test_without_keys_there_is_nothing_to_compare(db):
    with pytest.raises(NoKeysError):
        reconcile(ConferenceFactory())
    assert reconcile_recent() == ""


def test_a_refund_that_cannot_be_sent_for_a_day_is_shown_until_it_went(shop, invariants):
    order = shop.pay()
    shop.sandbox.fault("drop_before", "/v1/refunds", count=6)
    RefundService.create_refund(order, amount=Decimal("100.00"))
    Refund.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert reconcile(shop.conference).found == 1
    assert Discrepancy.objects.get().kind == "failed_refund"
    reconcile(shop.conference)
    assert order.refunds.get().status == Refund.Status.SUCCEEDED
    assert Discrepancy.objects.get().resolved_at is not None
    invariants(shop)


def test_one_order_that_cannot_be_settled_leaves_the_others(shop, monkeypatch):
    bad, good = shop.order(), shop.order()
    for order in (bad, good):
        shop.sandbox.pay(shop.begin(order))

    def fail_for_one(order, *arguments):
        if order.pk == bad.pk:
            raise RuntimeError("cannot be")
        return original(order, *arguments)

    original = late_payment.mark_paid
    monkeypatch.setattr(late_payment, "mark_paid", fail_for_one)
    report = reconcile(shop.conference)
    assert report.failed == [bad.payments.get().stripe_payment_intent_id]
    assert report.failed[0] in report.sentence()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, bad.status) == (Order.Status.PAID, Order.Status.PENDING)


def test_one_payment_that_cannot_be_noted_leaves_the_others(shop, monkeypatch):
    for name in ("pi_bad", "pi_good"):
        order = shop.order(status="paid")
        PaymentFactory(order=order, method="stripe", stripe_payment_intent_id=name, livemode=False, fee=0)
    real = payments._note

    def fail_for_one(payment):
        if payment.stripe_payment_intent_id == "pi_bad":
            raise RuntimeError("cannot be")
        real(payment)

    monkeypatch.setattr(payments, "_note", fail_for_one)
    assert reconcile(shop.conference).failed == ["pi_bad"]
    assert Discrepancy.objects.get().stripe_id == "pi_good"


# --- the command --------------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_did(shop, capsys):
    shop.sandbox.pay(shop.begin(shop.order()))
    call_command("reconcile_payments", "--conference", "shop", "--days", "3")
    assert "shop: " in capsys.readouterr().out
    call_command("reconcile_payments")
    assert "0 brought up to date, 0 new differences." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--conference", "nowhere"], "no conference “nowhere”"),
        (["--days", "0"], "from 1 to 365"),
        (["--days", "366"], "from 1 to 365"),
        (["--days", "many"], "invalid int value"),
    ],
)
def test_the_command_refuses_wrong_input_in_one_line(shop, arguments, message):
    with pytest.raises(CommandError, match=message) as refused:
        call_command("reconcile_payments", *arguments)
    assert refused.value.returncode == 1
    assert "\n" not in str(refused.value)


def test_the_command_ends_with_an_error_when_stripe_cannot_be_asked(shop):
    shop.keys(stripe_secret_key="sk_test_wrongwrongwrong")
    with pytest.raises(CommandError, match="does not accept the secret key"):
        call_command("reconcile_payments")


def test_the_command_ends_with_an_error_when_something_could_not_be_compared(shop, monkeypatch, capsys):
    shop.sandbox.pay(shop.begin(shop.order()))
    monkeypatch.setattr(late_payment, "mark_paid", lambda _order: 1 / 0)
    with pytest.raises(CommandError, match="shop: not everything could be compared"):
        call_command("reconcile_payments")
    assert "Could not be compared: pi_" in capsys.readouterr().out
