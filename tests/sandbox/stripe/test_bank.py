"""The bank's page for 3-D Secure, where a server without the browser library sends the buyer."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

RETURN = "https://shop.example/back?order=A1"


@pytest.fixture
def waiting(intent):
    return intent(confirm=True, payment_method="pm_card_threeDSecure2Required", return_url=RETURN)


def test_it_asks(waiting):
    page = requests.get(waiting.next_action.redirect_to_url.url, timeout=5)
    assert page.status_code == 200
    assert waiting.client_secret in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize(
    ("outcome", "status", "redirect"),
    [("complete", "succeeded", "succeeded"), ("fail", "requires_payment_method", "failed")],
)
def test_it_sends_the_buyer_back(api, waiting, stripe_sandbox, outcome, status, redirect):
    form = {"payment_intent": waiting.id, "client_secret": waiting.client_secret, "outcome": outcome}
    url = f"{stripe_sandbox.base_url}/v3/authenticate"
    answer = requests.post(url, form, timeout=5, allow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(RETURN)
    arrived = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert (arrived["order"], arrived["payment_intent"], arrived["redirect_status"]) == (
        ["A1"],
        [waiting.id],
        [redirect],
    )
    assert api.payment_intents.retrieve(waiting.id).status == status


@pytest.mark.parametrize("wrong", [{"client_secret": "pi_1_secret_2"}, {"payment_intent": "pi_none"}])
def test_only_who_knows_the_secret_can_answer(api, waiting, stripe_sandbox, wrong):
    form = {"payment_intent": waiting.id, "client_secret": waiting.client_secret, "outcome": "complete", **wrong}
    answer = requests.post(f"{stripe_sandbox.base_url}/v3/authenticate", form, timeout=5, allow_redirects=False)
    assert answer.status_code in (400, 404)
    assert api.payment_intents.retrieve(waiting.id).status == "requires_action"
