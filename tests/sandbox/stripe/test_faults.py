"""Faults on demand, as Stripe's own client meets them."""

import pytest
import stripe

NEW = {"amount": 2500, "currency": "eur"}
KEY = {"idempotency_key": "order-1"}


@pytest.fixture
def patient(client_of, stripe_sandbox, monkeypatch):
    """Return Stripe's own client that repeats once, without waiting."""
    monkeypatch.setattr("stripe._http_client.HTTPClient._sleep_time_seconds", lambda *_args, **_kwargs: 0)
    return client_of(stripe_sandbox.account("test").secret_key, max_network_retries=1).v1


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "500"])
def test_a_client_that_repeats_survives_one(patient, stripe_sandbox, kind):
    fault = stripe_sandbox.fault(kind, "/v1/payment_intents")
    made = patient.payment_intents.create(params=NEW, options=KEY)
    assert fault.happened == 1
    assert [each["id"] for each in stripe_sandbox.objects("payment_intent")] == [made.id]
    assert [each["fault"] for each in stripe_sandbox.requests()] == [kind, ""]


@pytest.mark.parametrize(("kind", "intents"), [("drop_before", 0), ("drop_after", 1)])
def test_what_was_done_shows_when_every_answer_is_lost(patient, stripe_sandbox, kind, intents):
    stripe_sandbox.fault(kind, "/v1/payment_intents", count=2)
    with pytest.raises(stripe.APIConnectionError):
        patient.payment_intents.create(params=NEW, options=KEY)
    assert len(stripe_sandbox.objects("payment_intent")) == intents
    assert patient.payment_intents.create(params=NEW, options=KEY).status == "requires_payment_method"
    assert len(stripe_sandbox.objects("payment_intent")) == 1


def test_too_many_requests_are_not_repeated_by_the_client(patient, stripe_sandbox):
    stripe_sandbox.fault("429")
    with pytest.raises(stripe.RateLimitError):
        patient.payment_intents.create(params=NEW, options=KEY)
    assert len(stripe_sandbox.requests()) == 1


def test_a_stored_error_comes_again_under_its_key_only(api, stripe_sandbox):
    stripe_sandbox.fault("500_stored")
    for _turn in range(2):
        with pytest.raises(stripe.APIError):
            api.payment_intents.create(params=NEW, options=KEY)
    assert stripe_sandbox.objects("payment_intent") == []
    assert api.payment_intents.create(params=NEW, options={"idempotency_key": "order-1b"}).id


def test_faults_meet_their_path_and_method_only(api, stripe_sandbox):
    fault = stripe_sandbox.fault("500", "/v1/refunds*", method="GET")
    made = api.payment_intents.create(params=NEW)
    api.payment_intents.retrieve(made.id)
    assert fault.happened == 0
    with pytest.raises(stripe.APIError):
        api.refunds.list()


def test_the_first_ones_can_be_spared(api, stripe_sandbox):
    stripe_sandbox.fault("500", skip=1)
    api.payment_intents.create(params=NEW)
    with pytest.raises(stripe.APIError):
        api.payment_intents.create(params=NEW)
    api.payment_intents.create(params=NEW)


def test_a_delay_only_delays(api, stripe_sandbox):
    stripe_sandbox.fault("delay", seconds=0.2)
    assert api.payment_intents.create(params=NEW).id


def test_the_buyers_browser_meets_them_too(intent, stripe_sandbox):
    made = intent()
    stripe_sandbox.fault("drop_after", "/v1/payment_intents/*/confirm")
    assert stripe_sandbox.pay(made.id).code == "no_answer"
    assert len(stripe_sandbox.charges()) == 1
