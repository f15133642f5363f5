"""The page for people, and the controls over HTTP."""

import re

import pytest
import requests


@pytest.fixture
def page(stripe_sandbox):
    """Return `page(path="/")`: the text of the page."""

    def read(path="/"):
        answer = requests.get(stripe_sandbox.base_url + path, timeout=5)
        assert answer.status_code == 200
        return answer.text

    return read


@pytest.fixture
def press(stripe_sandbox):
    """Return `press(button, …)`: the answer to a button of the page."""

    def act(button, *, origin=None, **fields):
        headers = {"Origin": origin or stripe_sandbox.base_url}
        url = f"{stripe_sandbox.base_url}/do/{button}"
        return requests.post(url, fields, headers=headers, timeout=5, allow_redirects=False)

    return act


@pytest.fixture
def control(stripe_sandbox):
    """Return `control(name, …)`: the answer of a control, a GET when there are no arguments."""

    def act(name, arguments=None):
        url = f"{stripe_sandbox.base_url}/_sandbox/{name}"
        if arguments is None:
            return requests.get(url, timeout=5)
        return requests.post(url, json=arguments, timeout=5)

    return act


def test_it_shows_keys_payments_and_requests(page, paid, stripe_sandbox):
    made = paid(description="Two tickets <b>")
    text = page()
    account = stripe_sandbox.account("test")
    for shown in (
        account.secret_key,
        account.publishable_key,
        made.id,
        "Two tickets &lt;b&gt;",
        "25.00 eur",
        "/v1/payment_methods",
    ):
        assert shown in text


def test_it_asks_nobody_else_and_runs_no_script(page):
    text = page()
    assert "<script" not in text
    assert not re.search(r"(src|href)=.https?:", text)


def test_the_buttons_of_a_payment_act(press, paid, intent, stripe_sandbox, api):
    made = paid()
    assert press("refund", charge=made.latest_charge, amount="500").status_code == 303
    assert [refund["amount"] for refund in stripe_sandbox.refunds()] == [500]
    assert press("dispute", charge=made.latest_charge).status_code == 303
    [dispute] = stripe_sandbox.objects("dispute")
    assert press("win", dispute=dispute["id"]).status_code == 303
    assert stripe_sandbox.objects("dispute")[0]["status"] == "won"
    waiting = intent()
    stripe_sandbox.pay(waiting.id, "4000002500003155")
    assert press("authenticate", intent=waiting.id).status_code == 303
    assert api.payment_intents.retrieve(waiting.id).status == "succeeded"


def test_what_cannot_be_is_said_on_the_page(press, paid):
    made = paid()
    answer = press("refund", charge=made.latest_charge, amount="999999")
    assert answer.status_code == 400
    assert "greater than unrefunded amount" in answer.text


def test_only_its_own_buttons_count(press, paid, stripe_sandbox):
    made = paid()
    assert press("refund", origin="https://evil.example", charge=made.latest_charge).status_code == 403
    assert press("nothing").status_code == 404
    assert stripe_sandbox.refunds() == []


def test_another_name_for_this_machine_is_refused(stripe_sandbox):
    answer = requests.get(stripe_sandbox.base_url, headers={"Host": "evil.example"}, timeout=5)
    assert answer.status_code == 403


def test_an_account_can_be_opened_there(press, page):
    assert press("account", slug="other-2028").status_code == 303
    assert "other-2028" in page()


def test_controls_answer_in_json(control, intent, stripe_sandbox):
    made = intent()
    assert control("account", {"slug": "test"}).json()["secret_key"] == stripe_sandbox.account("test").secret_key
    assert control("pay", {"intent": made.id, "card": "4000000000000002"}).json()["decline_code"] == "generic_decline"
    assert control("pay", {"intent": made.client_secret}).json()["intent"]["status"] == "succeeded"
    [charge] = [each for each in control("objects?kind=charge").json() if each["paid"]]
    assert control("dashboard_refund", {"charge": charge["id"], "amount": 100}).json()["amount"] == 100
    assert control("fault", {"kind": "429"}).json()["kind"] == "429"
    assert control("faults").json()[0]["count"] == 1
    assert next(each["path"] for each in control("requests").json()) == "/v1/payment_intents"
    assert control("errors").json() == []


@pytest.mark.parametrize(
    ("name", "arguments", "status"),
    [("nothing", {}, 404), ("pay", {}, 400), ("pay", {"intent": "pi_none"}, 400), ("fault", {"kind": "rain"}, 400)],
)
def test_a_wrong_control_is_refused_in_words(control, name, arguments, status):
    answer = control(name, arguments)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_form_of_another_site_is_no_control(stripe_sandbox):
    answer = requests.post(f"{stripe_sandbox.base_url}/_sandbox/reset", data={"a": "b"}, timeout=5)
    assert answer.status_code == 415


def test_reset_forgets_everything(control, paid, stripe_sandbox):
    paid()
    control("reset", {})
    assert stripe_sandbox.objects("payment_intent") == []
    assert stripe_sandbox.requests() == []
