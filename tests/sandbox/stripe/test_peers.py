"""What localstripe does right, ours does the same way; it is asked where it is there."""

import json
import time

import pytest
import requests
import stripe

from tests.sandbox.stripe.peers import LOCALSTRIPE, localstripe
from tests.sandbox.stripe.test_webhooks import receiver  # noqa: F401 - a fixture

CARD = {"payment_method_types": ["card"]}


@pytest.fixture(scope="module")
def localstripe_url():
    with localstripe() as url:
        yield url


@pytest.fixture(params=["ours", *(["localstripe"] if LOCALSTRIPE else [])])
def peer(request, stripe_sandbox):
    """Return Stripe's client, asking ours or localstripe."""
    if request.param == "ours":
        url, key = stripe_sandbox.base_url, stripe_sandbox.account("test").secret_key
    else:
        url, key = request.getfixturevalue("localstripe_url"), "sk_test_12345"
        requests.delete(f"{url}/_config/data", timeout=5)
    client = stripe.StripeClient(key, base_addresses={"api": url}, max_network_retries=0).v1
    client.url = url
    return client


def pay(peer, amount=2500, **params):
    made = peer.payment_intents.create(
        params={"amount": amount, "currency": "eur", "payment_method": "pm_card_visa", **CARD, **params}
    )
    return peer.payment_intents.confirm(made.id)


def test_customers(peer):
    made = peer.customers.create(params={"email": "ada@example.org", "metadata": {"a": "1"}})
    peer.customers.update(made.id, params={"metadata": {"b": "2"}})
    assert peer.customers.retrieve(made.id).metadata.to_dict() == {"a": "1", "b": "2"}
    assert [each.id for each in peer.customers.list(params={"email": "ada@example.org"}).data] == [made.id]


def test_a_card_pays(peer):
    paid = pay(peer, metadata={"order": "A1"})
    assert (paid.status, paid.amount, paid.metadata["order"]) == ("succeeded", 2500, "A1")
    with pytest.raises(stripe.InvalidRequestError):
        peer.payment_intents.confirm(paid.id)


def test_what_waits_can_be_cancelled_and_then_not_paid(peer):
    made = peer.payment_intents.create(params={"amount": 2500, "currency": "eur", **CARD})
    assert peer.payment_intents.cancel(made.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError):
        peer.payment_intents.confirm(made.id)


def test_money_can_be_reserved_and_taken(peer):
    assert pay(peer, capture_method="manual").status == "requires_capture"


def test_a_part_is_refunded(peer):
    paid = pay(peer)
    refund = peer.refunds.create(params={"payment_intent": paid.id, "amount": 500, "metadata": {"line": "1"}})
    assert (refund.status, refund.amount, refund.payment_intent) == ("succeeded", 500, paid.id)


def test_what_is_not_there_is_not_found(peer):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        peer.payment_intents.retrieve("pi_none")
    assert caught.value.http_status == 404


def test_events_are_signed_the_same_way(peer, stripe_sandbox, receiver):  # noqa: F811 - the fixture
    if peer.url == stripe_sandbox.base_url:
        params = {"url": receiver.url, "enabled_events": ["payment_intent.succeeded"]}
        secret = peer.webhook_endpoints.create(params=params).secret
    else:
        secret = "whsec_of_localstripe"
        hook = {"url": receiver.url, "secret": secret, "events": ["payment_intent.succeeded"]}
        requests.post(f"{peer.url}/_config/webhooks/shop", json=hook, timeout=5).raise_for_status()

    paid = pay(peer)

    got = wait_for_event_of(paid.id, receiver)
    assert stripe.Webhook.construct_event(*got, secret).type == "payment_intent.succeeded"


def wait_for_event_of(intent, shop):
    """Return body and signature; localstripe sends late, so those of the test before may come as well."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for body, header in list(shop.got):
            if json.loads(body)["data"]["object"]["id"] == intent:
                return body, header
        time.sleep(0.05)
    raise AssertionError(f"No event of {intent} came.")
