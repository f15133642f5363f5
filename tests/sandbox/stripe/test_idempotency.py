"""Idempotency keys: replayed, refused, in use, forgotten."""

import threading
import time

import pytest
import requests

NEW = {"amount": 2500, "currency": "eur"}


@pytest.fixture
def post(stripe_sandbox):
    """Return `post(path, form, key=)`: the plain answer of HTTP."""

    def ask(path, form, key="k1", secret=None):
        headers = {
            "Authorization": f"Bearer {secret or stripe_sandbox.account('test').secret_key}",
            "Idempotency-Key": key,
        }
        return requests.post(f"{stripe_sandbox.base_url}{path}", form, headers=headers, timeout=10)

    return ask


def test_the_same_request_gets_the_same_answer(post, stripe_sandbox):
    first, second = post("/v1/payment_intents", NEW), post("/v1/payment_intents", NEW)
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Idempotency-Key"] == "k1"
    assert first.headers["Request-Id"] != second.headers["Request-Id"]
    assert len(stripe_sandbox.objects("payment_intent")) == 1


def test_another_key_is_another_request(post, stripe_sandbox):
    assert post("/v1/payment_intents", NEW, "k1").json()["id"] != post("/v1/payment_intents", NEW, "k2").json()["id"]


def test_the_order_of_parameters_does_not_matter(post):
    first = post("/v1/payment_intents", {"amount": 2500, "currency": "eur"})
    assert post("/v1/payment_intents", {"currency": "eur", "amount": 2500}).json() == first.json()


@pytest.mark.parametrize(
    ("path", "form"), [("/v1/payment_intents", {**NEW, "amount": 2600}), ("/v1/customers", {"email": "a@b.example"})]
)
def test_other_parameters_under_the_same_key_are_refused(post, path, form):
    post("/v1/payment_intents", NEW)
    answer = post(path, form)
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "idempotency_error")


def test_a_key_belongs_to_an_account(post, stripe_sandbox):
    other = stripe_sandbox.account("other").secret_key
    assert post("/v1/payment_intents", NEW).json()["id"] != post("/v1/payment_intents", NEW, secret=other).json()["id"]


def test_a_decline_is_replayed(post, stripe_sandbox):
    made = post("/v1/payment_intents", NEW, "create").json()
    form = {"payment_method": "pm_card_chargeDeclined", "return_url": "https://shop.example/"}
    path = f"/v1/payment_intents/{made['id']}/confirm"
    first, second = post(path, form, "pay"), post(path, form, "pay")
    assert (first.status_code, second.status_code) == (402, 402)
    assert first.json() == second.json()
    assert len(stripe_sandbox.objects("charge")) == 1


def test_what_breaks_the_document_is_not_remembered(post, stripe_sandbox):
    assert post("/v1/payment_intents", {"amount": 2500}).status_code == 400
    assert post("/v1/payment_intents", NEW).status_code == 200
    assert stripe_sandbox.forget_errors() == ["POST /v1/payment_intents: currency: missing ''"]


@pytest.mark.parametrize(("hours", "intents"), [(23, 1), (25, 2)])
def test_keys_are_forgotten_after_a_day(post, stripe_sandbox, hours, intents):
    post("/v1/payment_intents", NEW)
    stripe_sandbox.advance(hours * 3600)
    post("/v1/payment_intents", NEW)
    assert len(stripe_sandbox.objects("payment_intent")) == intents


def test_a_key_in_use_is_refused(post, stripe_sandbox):
    stripe_sandbox.fault("delay", "/v1/payment_intents", seconds=1.5)
    answers = []
    slow = threading.Thread(target=lambda: answers.append(post("/v1/payment_intents", NEW)))
    slow.start()
    while not stripe_sandbox.sandbox.idempotency.in_use():
        time.sleep(0.01)
    second = post("/v1/payment_intents", NEW)
    slow.join()
    assert (second.status_code, second.json()["error"]["code"]) == (409, "idempotency_key_in_use")
    assert answers[0].status_code == 200
    assert post("/v1/payment_intents", NEW).json() == answers[0].json()


def test_a_very_long_key_is_refused(post):
    assert post("/v1/payment_intents", NEW, "k" * 256).status_code == 400
    assert post("/v1/payment_intents", NEW, "k" * 255).status_code == 200


def test_reading_needs_no_key(post, stripe_sandbox):
    headers = {"Authorization": f"Bearer {stripe_sandbox.account('test').secret_key}", "Idempotency-Key": "k1"}
    for _turn in range(2):
        answer = requests.get(f"{stripe_sandbox.base_url}/v1/payment_intents", headers=headers, timeout=5)
        assert "Idempotent-Replayed" not in answer.headers
