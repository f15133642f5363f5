"""What Stripe tells: repeated, reordered, lost, forged, too early, and when our side fails half way."""

import json
import logging
import time

import pytest
import stripe
from django.test import Client

from conference import extension
from conference.models import OutboxMail
from conference.signals import order_paid
from registration.models import Attendee, Discrepancy, EventProcessingException, Order, Payment, StripeEvent
from registration.services.reconcile import reconcile
from registration.services.stripe import events as stripe_events
from registration.services.stripe.setup import make_webhook
from tests.factories.conference import ConferenceFactory, SuperuserFactory
from tests.factories.registration import StripeEventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid_signals():
    """Return the orders of which `order_paid` told."""
    heard = []

    def hear(order, **_kwargs):
        heard.append(order.pk)

    order_paid.connect(hear)
    yield heard
    order_paid.disconnect(hear)


def event_of(kind, thing, **fields):
    """Return an event as Stripe writes it."""
    return {
        "id": "evt_1",
        "object": "event",
        "type": kind,
        "livemode": False,
        "api_version": stripe.api_version,
        "created": int(time.time()),
        "data": {"object": thing},
        **fields,
    }


def post(shop, event, *, secret=None, at=None, url=None):
    """Send an event to the shop's address, signed with its secret; return the answer."""
    body = event if isinstance(event, str) else json.dumps(event)
    shop.conference.refresh_from_db()
    secret = secret or shop.conference.stripe_webhook_secret
    signature = stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=at)
    return shop.client.post(
        url or shop.url, body, content_type="application/json", headers={"stripe-signature": signature}
    )


def everything(shop):
    """Return all that an event may change."""
    return [
        *Order.objects.values_list("status", "hold_expires_at"),
        *Payment.objects.values_list("status", "amount"),
        StripeEvent.objects.count(),
        Discrepancy.objects.count(),
        OutboxMail.objects.count(),
    ]


# --- repeated, at once ------------------------------------------------------------------------------------------------


def test_an_event_that_comes_three_times_at_once_counts_once(busy_shop, at_once, paid_signals, invariants):
    order = busy_shop.order(2)
    intent = busy_shop.sandbox.pay(busy_shop.begin(order)).intent
    event = event_of("payment_intent.succeeded", {"id": intent["id"], "object": "payment_intent"})
    answers = at_once(*[lambda: post(busy_shop, event).status_code] * 3)
    assert answers == [200, 200, 200]
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert order.payments.get().status == Payment.Status.SUCCEEDED
    assert paid_signals == [order.pk]
    assert OutboxMail.objects.filter(kind="order.confirmation").count() == 1
    assert StripeEvent.objects.count() == 1
    invariants(busy_shop)


def test_every_event_twice_changes_nothing_more(shop, invariants):
    shop.sandbox.webhooks.repeat(2)
    order = shop.pay()
    assert order.status == Order.Status.PAID
    assert Attendee.objects.count() == 1
    assert OutboxMail.objects.filter(kind="order.confirmation").count() == 1
    invariants(shop)


# --- lost -------------------------------------------------------------------------------------------------------------


def test_what_no_event_told_is_found_by_comparing_and_a_late_event_changes_nothing(shop, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    reconcile(shop.conference)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    paid_at = order.paid_at
    assert {answer.statuses for answer in shop.hear()} == {(200,)}
    order.refresh_from_db()
    assert (order.status, order.paid_at) == (Order.Status.PAID, paid_at)
    assert OutboxMail.objects.filter(kind="order.confirmation").count() == 1
    invariants(shop)


def test_coming_back_to_the_payment_page_finds_what_no_event_told(shop, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    with pytest.raises(Exception, match="paid already"):
        shop.begin(order)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    invariants(shop)


# --- failing half way -------------------------------------------------------------------------------------------------


def test_a_failure_in_the_mail_step_leaves_nothing_and_the_repetition_succeeds(shop, monkeypatch, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    with monkeypatch.context() as broken:
        broken.setattr("registration.services.mark_paid.tell_paid", lambda order, tickets: 1 / 0)
        answers = {answer.type: answer.statuses for answer in shop.hear()}
    assert answers["payment_intent.succeeded"] == (500,)
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    assert order.payments.get().status == Payment.Status.PENDING
    assert Attendee.objects.count() == 0
    event = StripeEvent.objects.get(kind="payment_intent.succeeded")
    assert not event.processed
    failure = EventProcessingException.objects.filter(event=event).get()
    assert "ZeroDivisionError" in failure.traceback

    shop.sandbox.advance(2)
    shop.hear()
    event.refresh_from_db()
    order.refresh_from_db()
    assert event.processed
    assert order.status == Order.Status.PAID
    assert OutboxMail.objects.filter(kind="order.confirmation").count() == 1
    invariants(shop)


def test_the_job_and_staff_process_a_failed_event_again(shop, monkeypatch, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    with monkeypatch.context() as broken:
        broken.setattr("registration.services.mark_paid.tell_paid", lambda order, tickets: 1 / 0)
        shop.hear()
    failed = StripeEvent.objects.filter(processed=False)
    assert failed.count() >= 1
    event = failed.get(kind="payment_intent.succeeded")
    assert stripe_events.retry_due() == "", "its pause is not over"
    assert stripe_events.retry_event(event, by=SuperuserFactory()) == "The order is paid."
    failed.update(created_at="2026-01-01T00:00:00Z")
    rest = failed.count()
    assert stripe_events.retry_due() == (f"{rest} of {rest} Stripe events processed" if rest else "")
    invariants(shop)


def test_when_stripe_cannot_be_asked_it_shall_say_it_again(shop, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    shop.sandbox.fault("drop_before", "/v1/payment_intents/*", method="GET", count=100)
    assert {500} == {status for answer in shop.hear() if "intent" in answer.type for status in answer.statuses}
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING


# --- out of order, too early --------------------------------------------------------------------------------------------


def test_events_in_reverse_order_end_as_stripe_has_it(shop, invariants):
    order = shop.order()
    secret = shop.begin(order)
    shop.sandbox.pay(secret, "4000000000000002")
    shop.sandbox.pay(secret)
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"])
    shop.hear(reverse=True)
    kinds = list(StripeEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds.index("charge.refunded") < kinds.index("payment_intent.succeeded")
    assert kinds.index("payment_intent.succeeded") < kinds.index("payment_intent.payment_failed")
    order.refresh_from_db()
    assert order.status == Order.Status.REFUNDED
    assert order.payments.get().status == Payment.Status.REFUNDED
    assert order.refunds.count() == 1
    invariants(shop)


def test_a_failure_told_late_takes_nothing_back(shop, invariants):
    order = shop.order()
    secret = shop.begin(order)
    shop.sandbox.pay(secret, "4000000000000002")
    shop.sandbox.pay(secret)
    shop.hear(reverse=True)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    invariants(shop)


def test_an_event_before_our_own_commit_finds_the_order_by_what_the_intent_carries(shop, invariants):
    order = shop.order()
    shop.sandbox.pay(shop.begin(order))
    Payment.objects.update(stripe_payment_intent_id="")  # as it is before the answer of Stripe was written down
    assert {answer.statuses for answer in shop.hear()} == {(200,)}
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert order.payments.get().stripe_payment_intent_id
    invariants(shop)


def test_an_event_about_an_order_that_is_not_there_yet_is_said_again(shop):
    intent = foreign_intent(shop, order="ORD-NOTYET22")
    shop.sandbox.pay(intent["id"])
    answers = {answer.type: answer.statuses for answer in shop.hear()}
    assert answers["payment_intent.succeeded"] == (409,)
    assert Discrepancy.objects.count() == 0
    assert not StripeEvent.objects.get(kind="payment_intent.succeeded").processed


def test_money_for_an_order_that_never_comes_is_shown_to_staff(shop, invariants):
    intent = foreign_intent(shop, order="ORD-NEVER222")
    shop.sandbox.pay(intent["id"])
    with_age(shop, intent["id"], hours=1)
    assert {answer.statuses for answer in shop.hear()} == {(200,)}
    orphan = Discrepancy.objects.get()
    assert (orphan.kind, orphan.stripe_id, orphan.currency) == ("orphan_payment", intent["id"], "EUR")
    assert orphan.resolved_at is None
    invariants(shop, unseen=2500)


# --- forged, foreign, wrong ---------------------------------------------------------------------------------------------


def foreign_intent(shop, **metadata):
    """Return a PaymentIntent of the account that the shop did not make."""
    client = stripe.StripeClient(shop.account.secret_key, base_addresses={"api": shop.sandbox.base_url})
    params = {"amount": 2500, "currency": "eur", "metadata": metadata}
    return client.v1.payment_intents.create(params=params).to_dict()


def with_age(shop, intent_id, *, hours):
    """Make an intent at the stand-in older."""
    _ledger, intent = shop.sandbox.sandbox.find("payment_intent", intent_id)
    intent["created"] -= hours * 3600


@pytest.fixture
def paid_at_stripe(shop):
    """Return an order that is paid at Stripe, and an event that says so."""
    order = shop.order()
    intent = shop.sandbox.pay(shop.begin(order)).intent
    return order, event_of("payment_intent.succeeded", {"id": intent["id"], "object": "payment_intent"})


def test_a_true_event_is_taken(shop, paid_at_stripe):
    """The control of what follows: the same event, signed well, does its work."""
    order, event = paid_at_stripe
    assert post(shop, event).status_code == 200
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_a_forged_event_changes_nothing(shop, paid_at_stripe, caplog):
    caplog.set_level(logging.DEBUG)
    _order, event = paid_at_stripe
    before = everything(shop)
    assert post(shop, event, secret="whsec_someoneelse").status_code == 400
    assert shop.client.post(shop.url, json.dumps(event), content_type="application/json").status_code == 400
    assert everything(shop) == before
    assert shop.conference.stripe_webhook_secret not in caplog.text
    assert shop.account.secret_key not in caplog.text


def test_no_secret_is_logged_however_much_is_logged(shop, caplog):
    caplog.set_level(logging.DEBUG)
    order = shop.order()
    secret = shop.begin(order)
    make_webhook(shop.conference, f"http://testserver{shop.url}")
    shop.sandbox.pay(secret)
    shop.hear()
    for value in (secret, shop.account.secret_key, shop.conference.stripe_webhook_secret):
        assert value not in caplog.text


def test_an_event_of_more_than_five_minutes_ago_is_refused(shop, paid_at_stripe):
    _order, event = paid_at_stripe
    before = everything(shop)
    assert post(shop, event, at=int(time.time()) - 301).status_code == 400
    assert everything(shop) == before


def test_the_secret_of_another_conference_opens_nothing(shop, paid_at_stripe):
    _order, event = paid_at_stripe
    other = ConferenceFactory(slug="other", stripe_webhook_secret="whsec_other")
    before = everything(shop)
    assert post(shop, event, secret=other.stripe_webhook_secret).status_code == 400
    assert everything(shop) == before


def test_another_conference_cannot_pay_an_order_of_this_one(shop, paid_at_stripe):
    order, event = paid_at_stripe
    account = shop.sandbox.account("other")
    ConferenceFactory(slug="other", stripe_webhook_secret="whsec_other", stripe_secret_key=account.secret_key)
    assert post(shop, event, secret="whsec_other", url="/webhooks/stripe/other/").status_code == 400
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    assert Discrepancy.objects.count() == 0


def test_of_two_conferences_that_share_an_account_each_takes_its_own(shop, paid_at_stripe):
    order, event = paid_at_stripe
    ConferenceFactory(slug="other", stripe_webhook_secret="whsec_other", stripe_secret_key=shop.account.secret_key)
    assert post(shop, event, secret="whsec_other", url="/webhooks/stripe/other/").status_code == 200
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    assert Discrepancy.objects.count() == 0
    assert post(shop, event).status_code == 200
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_a_test_event_in_live_mode_and_a_live_one_in_test_mode_are_refused(shop, paid_at_stripe):
    _order, event = paid_at_stripe
    before = everything(shop)
    assert post(shop, {**event, "livemode": True}).status_code == 400
    shop.keys(stripe_secret_key="sk_live_x")
    assert post(shop, event).status_code == 400
    assert everything(shop) == before


def test_an_object_of_another_account_is_refused_and_shown_to_staff(shop):
    event = event_of("payment_intent.succeeded", {"id": "pi_foreign", "object": "payment_intent"})
    assert post(shop, event).status_code == 400
    assert post(shop, event).status_code == 400
    failure = EventProcessingException.objects.first()
    assert "different accounts" in failure.message
    assert (Order.objects.count(), Discrepancy.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", "nonsense", '{"id": 1}', '{"id": "evt", "type": "x", "livemode": false}']
)
def test_a_signed_body_that_is_no_event_is_refused(shop, body):
    assert post(shop, body).status_code == 400


@pytest.mark.parametrize("signature", ["t=1,v1=x", "t=1,v1=é", "t=1,v1=" + "9" * 5000])
def test_bytes_that_are_no_text_are_refused(shop, signature):
    headers = {"stripe-signature": signature}
    answer = shop.client.post(shop.url, b"\xff\xfe", content_type="application/json", headers=headers)
    assert answer.status_code == 400


def test_a_signed_body_of_a_hundred_thousand_brackets_is_refused(shop):
    assert post(shop, "[" * 100_000).status_code == 400


def test_a_conference_without_a_secret_takes_nothing(shop, paid_at_stripe):
    _order, event = paid_at_stripe
    shop.keys(stripe_webhook_secret="")
    assert post(shop, event, secret="x").status_code == 400


def test_an_unknown_conference_and_a_wrong_method_are_refused(shop):
    assert shop.client.post("/webhooks/stripe/nowhere/", b"{}", content_type="application/json").status_code == 404
    assert shop.client.get(shop.url).status_code == 405


def test_an_unknown_kind_is_taken_and_left_alone(shop):
    event = event_of("customer.created", {"id": "cus_1", "object": "customer"})
    assert post(shop, event).status_code == 200
    kept = StripeEvent.objects.get()
    assert (kept.processed, kept.kind, kept.object_id, kept.payload) == (True, "customer.created", "cus_1", event)


def test_the_last_event_is_dated(shop):
    assert shop.conference.sales.stripe_last_event_at is None
    post(shop, event_of("customer.created", {"id": "cus_1", "object": "customer"}))
    shop.conference.sales.refresh_from_db()
    assert shop.conference.sales.stripe_last_event_at is not None


def test_no_token_is_asked_of_stripe(shop, paid_at_stripe):
    shop.client = Client(enforce_csrf_checks=True)
    assert post(shop, paid_at_stripe[1]).status_code == 200


def test_secrets_in_a_failure_are_not_kept(shop, paid_at_stripe, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("key sk_test_51abcdef and whsec_abcdef and pi_1_secret_xyz")

    monkeypatch.setattr(stripe_events, "settle", fail)
    assert post(shop, paid_at_stripe[1]).status_code == 500
    failure = EventProcessingException.objects.get()
    for secret in ("sk_test", "whsec_", "_secret_"):
        assert secret not in failure.message + failure.traceback + failure.data


def test_upper_floors_add_kinds_of_their_own(shop, monkeypatch):
    monkeypatch.setattr(extension, "webhook_kinds", extension.Registry("webhook kind"))
    extension.webhook_kinds.register("checkout.session.completed", lambda event: lambda: f"did {event.object_id}")
    assert "checkout.session.completed" in stripe_events.wanted_kinds()
    assert post(shop, event_of("checkout.session.completed", {"id": "cs_1"})).status_code == 200
    assert StripeEvent.objects.get().outcome == "did cs_1"


def test_what_old_events_said_is_forgotten(shop):
    old = StripeEventFactory(conference=shop.conference, payload={"email": "ada@example.org"})
    failed = StripeEventFactory(conference=shop.conference, payload={"a": 1}, processed=False)
    StripeEvent.objects.update(created_at="2026-01-01T00:00:00Z")
    new = StripeEventFactory(conference=shop.conference, payload={"b": 1})
    assert stripe_events.empty_old_payloads() == "1 old Stripe events emptied"
    assert stripe_events.empty_old_payloads() == ""
    for event, payload in ((old, {}), (failed, {"a": 1}), (new, {"b": 1})):
        event.refresh_from_db()
        assert event.payload == payload
