"""Paying by card: from the first click to the ticket, and everything that may come in between."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registration.errors import SoldOutError, WrongStateError
from registration.models import Attendee, Order, Payment
from registration.services.money.settle import settle
from registration.services.money.store_credit import apply as apply_credit
from registration.services.payment import PaymentService
from registration.services.reconcile import reconcile
from registration.services.stripe import objects as stripe_objects
from registration.services.stripe.client import ask
from registration.services.stripe.objects import fetch_intent
from registration.stripe_errors import KeyMayNotError, NoKeysError, RefusedError, UnreachableError
from tests.factories.conference import UserFactory
from tests.factories.registration import CreditFactory, PaymentFactory, TicketTypeFactory, order_of


def intents(shop, *statuses):
    """Return the PaymentIntents at the stand-in with one of these states, or all."""
    found = shop.sandbox.objects("payment_intent")
    return [intent for intent in found if not statuses or intent["status"] in statuses]


def let_hold_end(order, minutes=5):
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - timedelta(minutes=minutes))


def test_a_card_pays_an_order(shop, invariants):
    order = shop.order(2)
    secret = shop.begin(order)
    payment = order.payments.get()
    assert (payment.status, payment.amount, payment.livemode) == ("pending", Decimal("200.00"), False)
    assert secret.startswith(payment.stripe_payment_intent_id)

    shop.sandbox.pay(secret)
    assert {answer.statuses for answer in shop.hear()} == {(200,)}

    order.refresh_from_db()
    payment.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert order.is_test
    assert (payment.status, payment.amount) == (Payment.Status.SUCCEEDED, Decimal("200.00"))
    assert (payment.fee, payment.net, payment.settlement_currency) == (Decimal("3.25"), Decimal("196.75"), "EUR")
    assert payment.stripe_balance_transaction_id
    assert Attendee.objects.filter(order=order).count() == 2
    invariants(shop)


def test_the_intent_says_whose_it_is_and_lets_stripe_choose_the_methods(shop):
    order = shop.order()
    shop.begin(order)
    [intent] = intents(shop)
    payment = order.payments.get()
    assert intent["metadata"] == {"conference": "shop", "order": order.reference, "payment": str(payment.pk)}
    assert intent["automatic_payment_methods"]["enabled"] is True
    assert intent["receipt_email"] is None
    [customer] = shop.sandbox.objects("customer")
    assert intent["customer"] == customer["id"]
    assert customer["email"] == order.billing_email


def test_a_person_is_one_customer(shop):
    buyer = UserFactory()
    for _number in range(2):
        shop.begin(shop.order(user=buyer))
    assert len(shop.sandbox.objects("customer")) == 1
    assert buyer.stripe_customers.get().livemode is False


def test_a_customer_that_is_gone_at_stripe_is_made_again(shop):
    buyer = UserFactory()
    shop.begin(shop.order(user=buyer))
    buyer.stripe_customers.update(stripe_customer_id="cus_gone")
    assert shop.begin(shop.order(user=buyer))
    assert len(shop.sandbox.objects("customer")) == 1


def test_a_restricted_key_without_customers_is_enough(shop):
    shop.sandbox.account("shop", denied={"customers"})
    shop.keys(stripe_secret_key=shop.account.restricted_key)
    assert shop.pay().status == Order.Status.PAID
    assert shop.sandbox.objects("customer") == []


def test_a_restricted_key_that_does_not_see_the_balance_is_enough(shop, monkeypatch):
    asked = []

    def without_balance(call, *arguments, params=None, **options):
        asked.append(params)
        if params and "latest_charge.balance_transaction" in params.get("expand", []):
            raise KeyMayNotError("balance_transaction_source_read")
        return ask(call, *arguments, params=params, **options)

    monkeypatch.setattr(stripe_objects, "ask", without_balance)
    order = shop.pay()
    assert order.status == Order.Status.PAID
    assert order.payments.get().fee is None
    assert order.payments.get().stripe_charge_id
    assert {"expand": ["latest_charge"]} in asked


def test_every_call_returns_the_same_payment(shop):
    order = shop.order()
    assert shop.begin(order) == shop.begin(order)
    assert order.payments.count() == 1
    assert len(intents(shop)) == 1


def test_two_tabs_at_the_same_moment_get_the_same_payment(busy_shop, at_once, invariants):
    order = busy_shop.order()
    secrets = at_once(*[lambda: PaymentService.initiate_payment(order)] * 4)
    assert len(set(secrets)) == 1
    assert len(intents(busy_shop)) == 1
    outcomes = at_once(*[lambda: busy_shop.sandbox.pay(secrets[0])] * 2)
    assert sorted(outcome.code for outcome in outcomes) == ["", "payment_intent_unexpected_state"]
    busy_shop.hear()
    assert len(busy_shop.sandbox.charges()) == 1
    with pytest.raises(WrongStateError) as refused:
        busy_shop.begin(order)
    assert refused.value.code == "paid"
    invariants(busy_shop)


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "500", "429"])
def test_a_lost_or_failing_answer_makes_no_second_intent(shop, kind, invariants):
    fault = shop.sandbox.fault(kind, "/v1/payment_intents")
    order = shop.pay()
    assert fault.happened == 1
    assert order.status == Order.Status.PAID
    assert len(intents(shop)) == 1
    invariants(shop)


def test_an_answer_that_stays_lost_is_found_by_the_next_try(shop, invariants):
    shop.sandbox.fault("drop_after", "/v1/payment_intents", count=3)
    order = shop.order()
    with pytest.raises(UnreachableError):
        shop.begin(order)
    payment = order.payments.get()
    assert (payment.status, payment.stripe_payment_intent_id, payment.attempt) == ("pending", "", 1)

    assert shop.pay(order).status == Order.Status.PAID
    assert order.payments.count() == 1
    assert len(intents(shop)) == 1
    invariants(shop)


def test_an_error_that_stripe_repeats_for_a_key_ends_with_the_next_one(shop, invariants):
    shop.sandbox.fault("500_stored", "/v1/payment_intents")
    order = shop.order()
    with pytest.raises(Exception, match="problem of its own"):
        shop.begin(order)
    assert shop.pay(order).status == Order.Status.PAID
    invariants(shop)


def test_a_busy_stripe_is_asked_again_and_no_more_than_a_few_times(shop, monkeypatch):
    pauses = []
    monkeypatch.setattr("registration.services.stripe.client.time.sleep", pauses.append)
    shop.sandbox.fault("429", "/v1/payment_intents", count=100)
    with pytest.raises(Exception, match="busy"):
        shop.begin(shop.order())
    assert len(pauses) == 3
    assert sum(pauses) < 10


def test_the_key_of_yesterday_is_not_needed(shop, invariants):
    order = shop.order()
    secret = shop.begin(order)
    shop.sandbox.advance(25 * 3600)
    assert shop.begin(order) == secret
    assert len(intents(shop)) == 1
    assert shop.pay(order).status == Order.Status.PAID
    invariants(shop)


def test_an_answer_lost_yesterday_leaves_nothing_that_can_be_paid_twice(shop, invariants):
    shop.sandbox.fault("drop_after", "/v1/payment_intents", count=3)
    order = shop.order()
    with pytest.raises(UnreachableError):
        shop.begin(order)
    shop.sandbox.advance(25 * 3600)
    assert shop.pay(order).status == Order.Status.PAID
    assert [intent["status"] for intent in intents(shop)] == ["requires_payment_method", "succeeded"]
    invariants(shop)


def test_credit_applied_in_another_tab_makes_the_old_secret_worthless(shop, invariants):
    order = shop.order()
    stale = shop.begin(order)
    credit = CreditFactory(conference=shop.conference, user=order.user)
    assert apply_credit(order, credit) == Decimal("40.00")

    assert shop.sandbox.pay(stale).code == "payment_intent_unexpected_state"
    assert shop.sandbox.charges() == []

    assert shop.pay(order).status == Order.Status.PAID
    assert [charge["amount"] for charge in shop.sandbox.charges()] == [6000]
    invariants(shop)


def test_a_changed_balance_changes_the_intent(shop):
    order = shop.order()
    secret = shop.begin(order)
    PaymentFactory(order=order, amount=Decimal("30.00"))
    assert shop.begin(order) == secret
    [intent] = intents(shop)
    assert intent["amount"] == 7000
    assert order.payments.get(method="stripe").amount == Decimal("70.00")


def test_a_balance_of_nothing_completes_the_order_without_stripe(shop):
    order = shop.order()
    PaymentFactory(order=order)
    assert shop.begin(order) == ""
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert shop.sandbox.requests("/v1/payment_intents") == []


def test_an_order_of_nothing_is_completed_as_free(shop):
    free = TicketTypeFactory(conference=shop.conference, price=Decimal(0))
    order = order_of(free, conference=shop.conference)
    assert shop.begin(order) == ""
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert order.payments.get().method == Payment.Method.COMP


def test_an_amount_below_the_minimum_is_refused_in_words(shop):
    cheap = TicketTypeFactory(conference=shop.conference, price=Decimal("0.30"))
    order = order_of(cheap, conference=shop.conference)
    with pytest.raises(ValidationError, match="cannot be paid by card"):
        shop.begin(order)
    assert order.payments.get().status == Payment.Status.FAILED


@pytest.mark.parametrize(("currency", "price", "sent"), [("JPY", "25000", 25000), ("EUR", "12.34", 1234)])
def test_amounts_reach_stripe_in_its_smallest_unit(shop, currency, price, sent):
    shop.keys(currency=currency)
    ticket = TicketTypeFactory(conference=shop.conference, price=Decimal(price))
    order = order_of(ticket, conference=shop.conference)
    shop.pay(order)
    [charge] = shop.sandbox.charges()
    assert (charge["amount"], charge["currency"]) == (sent, currency.lower())
    assert order.payments.get().amount == Decimal(price)
    assert order.status == Order.Status.PAID


def test_declines_are_listed_and_a_later_card_pays(shop, invariants):
    order = shop.order()
    secret = shop.begin(order)
    for card in ("4000000000000002", "4000000000009995", "4000000000000069"):
        shop.sandbox.pay(secret, card)
        shop.hear()
    payment = order.payments.get()
    assert payment.status == Payment.Status.PENDING
    assert payment.failure_message == "Your card has expired."
    assert len(payment.note.splitlines()) == 3
    assert "insufficient funds" in payment.note

    assert shop.pay(order).status == Order.Status.PAID
    assert order.payments.count() == 1
    assert len(shop.sandbox.charges()) == 1
    invariants(shop)


def test_an_authentication_that_is_left_alone_holds_nothing_beyond_the_hold(shop):
    order = shop.order()
    assert shop.sandbox.pay(shop.begin(order), "4000002500003155").status == "requires_action"
    shop.hear()
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    assert order.hold_expires_at < timezone.now() + timedelta(hours=1)


def test_a_debit_on_its_way_holds_the_stock_and_pays_when_it_arrives(shop, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order), iban="DE89370400440532013000")
    shop.hear()
    order.refresh_from_db()
    assert order.payments.get().status == Payment.Status.PROCESSING
    assert order.hold_expires_at > timezone.now() + timedelta(days=14)
    with pytest.raises(WrongStateError) as refused:
        shop.begin(order)
    assert refused.value.code == "processing"

    shop.sandbox.settle(order.payments.get().stripe_payment_intent_id)
    shop.hear()
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    invariants(shop)


def test_a_debit_that_fails_after_days_frees_the_stock_and_tells_the_buyer(shop, mailoutbox, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order), iban="DE62370400440532013001")
    shop.hear()
    shop.sandbox.settle(order.payments.get().stripe_payment_intent_id, succeeds=False)
    shop.hear()
    order.refresh_from_db()
    payment = order.payments.get()
    assert payment.status == Payment.Status.PENDING
    assert payment.failure_message
    assert order.hold_expires_at < timezone.now() + timedelta(hours=1)
    assert order.conference.mails.get(kind="order.payment_problem").to == order.billing_email
    let_hold_end(order)
    assert order.payments.count() == 1
    invariants(shop)


def test_a_debit_that_fails_leaves_a_transfer_its_days(shop):
    order = shop.order(pay_by="transfer", hold_expires_at=timezone.now() + timedelta(days=10))
    shop.sandbox.pay(shop.begin(order), iban="DE62370400440532013001")
    shop.hear()
    shop.sandbox.settle(order.payments.get().stripe_payment_intent_id, succeeds=False)
    shop.hear()
    order.refresh_from_db()
    assert timedelta(days=9) < order.hold_expires_at - timezone.now() < timedelta(days=12)


def test_a_debit_that_fails_gives_no_place_back_that_was_sold_meanwhile(shop, invariants):
    order = shop.order()
    secret = shop.begin(order)
    let_hold_end(order)
    shop.order(10)
    shop.sandbox.pay(secret, iban="DE62370400440532013001")
    shop.hear()
    assert order.payments.get().status == Payment.Status.PROCESSING
    shop.sandbox.settle(order.payments.get().stripe_payment_intent_id, succeeds=False)
    shop.hear()
    order.refresh_from_db()
    assert not order.is_held
    assert not order.conference.mails.filter(kind="order.payment_problem").exists(), "no place is kept for them"
    invariants(shop)
    with pytest.raises(SoldOutError):
        shop.begin(order)


def test_an_answer_from_before_the_failure_does_not_hold_the_stock_for_good(shop):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order), iban="DE62370400440532013001")
    intent_id = order.payments.get().stripe_payment_intent_id
    before = fetch_intent(shop.conference, intent_id)
    shop.sandbox.settle(intent_id, succeeds=False)
    shop.hear()
    settle(shop.conference, before)
    order.refresh_from_db()
    assert order.hold_expires_at > timezone.now() + timedelta(days=14)
    reconcile(shop.conference)
    order.refresh_from_db()
    assert order.payments.get().status == Payment.Status.PENDING
    assert order.hold_expires_at < timezone.now() + timedelta(hours=1)
    assert len(order.payments.get().note.splitlines()) == 1


@pytest.mark.parametrize(("status", "code"), [("paid", "paid"), ("cancelled", "ended"), ("refunded", "paid")])
def test_an_order_that_does_not_wait_is_not_paid(shop, status, code):
    with pytest.raises(WrongStateError) as refused:
        shop.begin(shop.order(status=status))
    assert refused.value.code == code
    assert shop.sandbox.requests("/v1/payment_intents") == []


def test_a_hold_that_is_over_is_taken_again(shop):
    order = shop.order()
    let_hold_end(order)
    assert shop.begin(order)
    order.refresh_from_db()
    assert order.is_held


def test_a_hold_that_is_over_is_not_taken_again_without_stock(shop):
    order = shop.order()
    let_hold_end(order)
    shop.order(10)
    with pytest.raises(SoldOutError):
        shop.begin(order)
    assert order.payments.count() == 0
    assert shop.sandbox.requests("/v1/payment_intents") == []


def test_paying_leaves_the_usual_time_once(shop):
    order = shop.order()
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() + timedelta(minutes=1))
    shop.begin(order)
    order.refresh_from_db()
    first = order.hold_expires_at
    assert first > timezone.now() + timedelta(minutes=14)
    shop.begin(order)
    order.refresh_from_db()
    assert order.hold_expires_at == first


def test_without_keys_nobody_is_asked(shop):
    shop.keys(stripe_secret_key="")
    with pytest.raises(NoKeysError, match="not set up"):
        shop.begin(shop.order())


def test_changed_keys_begin_a_new_payment(shop):
    order = shop.order()
    stale = shop.begin(order)
    other = shop.sandbox.account("other")
    shop.keys(stripe_secret_key=other.secret_key, stripe_publishable_key=other.publishable_key)
    assert shop.begin(order) != stale
    assert sorted(order.payments.values_list("status", flat=True)) == ["failed", "pending"]


def test_stripe_is_never_asked_inside_a_transaction(busy_shop):
    order = busy_shop.order()
    with pytest.raises(RuntimeError), transaction.atomic():
        busy_shop.begin(order)
    assert busy_shop.sandbox.requests("/v1/payment_intents") == []
    assert busy_shop.begin(order)


def test_a_refusal_names_no_key(shop):
    shop.keys(stripe_secret_key="sk_test_51wrongwrongwrongwrong")
    with pytest.raises(Exception, match="does not accept the secret key") as refused:
        shop.begin(shop.order())
    assert "sk_test" not in str(refused.value)
    assert not isinstance(refused.value, RefusedError)
