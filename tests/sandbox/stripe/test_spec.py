"""Requests and answers are held against Stripe's own document."""

import gzip
import importlib.util

import pytest
import requests
import stripe
from django.conf import settings

from sandbox.stripe.operations import RULES
from sandbox.stripe.spec import COPY, is_possible_version, spec
from tests.stripe_sandbox import assert_valid


@pytest.fixture(scope="module")
def slimming():
    path = settings.ROOT / "scripts" / "slim_stripe_spec.py"
    module = importlib.util.module_from_spec(found := importlib.util.spec_from_file_location("slim_stripe_spec", path))
    found.loader.exec_module(module)
    return module


@pytest.fixture
def ask(stripe_sandbox):
    """Return `ask(method, path, form, **headers)`: the plain answer of HTTP."""

    def request(method, path, form=None, **headers):
        headers = {"Authorization": f"Bearer {stripe_sandbox.account('test').secret_key}", **headers}
        return requests.request(method, f"{stripe_sandbox.base_url}{path}", data=form, headers=headers, timeout=5)

    return request


def test_the_copy_is_what_stripes_document_says(slimming):
    made = slimming.pack(slimming.slim(slimming.document()))
    assert gzip.decompress(COPY.read_bytes()) == gzip.decompress(made)  # packed, they differ with the machine's zlib


def test_every_rule_answers_an_operation_of_the_document():
    for name in RULES:
        method, template = name.split(" ")
        operation = spec().find(method, template.replace("{", "").replace("}", ""))
        assert operation, name
        assert operation.name == name


@pytest.mark.parametrize(
    ("form", "code", "param"),
    [
        ({"amount": "2500"}, "parameter_missing", "currency"),
        ({"amount": "25.00", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": "2500", "currency": "eur", "colour": "red"}, "parameter_unknown", "colour"),
        ({"amount": "2500", "currency": "eur", "capture_method": "never"}, None, "capture_method"),
        ({"amount": "2500", "currency": "eur", "metadata[a][b]": "c"}, None, "metadata[a]"),
        ({"amount": "2500", "currency": "eur", "automatic_payment_methods[enabled]": "yes"}, None, "automatic_payment_methods[enabled]"),
        ({"amount": "2500", "currency": "eur", "automatic_payment_methods[enabled]": "true", "automatic_payment_methods[on]": "true"}, "parameter_unknown", "automatic_payment_methods[on]"),
        ({"amount": "2500", "currency": "eur", "statement_descriptor": "x" * 23}, None, "statement_descriptor"),
    ],
)  # fmt: skip
def test_a_request_that_breaks_the_document_is_refused_and_noted(ask, stripe_sandbox, form, code, param):
    answer = ask("POST", "/v1/payment_intents", form)
    error = answer.json()["error"]
    assert (answer.status_code, error["type"], error.get("code"), error["param"]) == (
        400,
        "invalid_request_error",
        code,
        param,
    )
    assert stripe_sandbox.objects("payment_intent") == []
    with pytest.raises(AssertionError, match="Not as Stripe's document says"):
        assert_valid(stripe_sandbox)
    assert len(stripe_sandbox.forget_errors()) == 1
    assert_valid(stripe_sandbox)


def test_a_filter_that_does_not_exist_is_refused(ask, stripe_sandbox):
    assert ask("GET", "/v1/payment_intents?status=succeeded").json()["error"]["code"] == "parameter_unknown"
    assert stripe_sandbox.forget_errors()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/tickets"),
        ("GET", "/v1/payment_intents/"),
        ("PUT", "/v1/refunds"),
        ("GET", "/v1/checkout/sessions"),
    ],
)
def test_an_unknown_address_is_refused(ask, stripe_sandbox, method, path):
    answer = ask(method, path)
    assert answer.status_code == 404
    assert "Unrecognized request URL" in answer.json()["error"]["message"]
    assert stripe_sandbox.forget_errors()


def test_a_name_that_cannot_be_understood_is_refused(ask, stripe_sandbox):
    assert ask("POST", "/v1/customers", "metadata[a=b").status_code == 400
    assert stripe_sandbox.forget_errors()


def test_what_is_not_imitated_is_refused_loudly(ask, stripe_sandbox):
    form = {"amount": "2500", "currency": "eur", "application_fee_amount": "5"}
    assert "does not imitate the parameter application_fee_amount" in ask("POST", "/v1/payment_intents", form).text
    assert stripe_sandbox.forget_errors()


@pytest.mark.parametrize(
    ("version", "is_possible"),
    [
        (stripe.api_version, True),
        ("2024-06-20", True),
        ("2024-12-18.acacia", True),
        ("2024-12-18", False),
        ("2024-06-20.acacia", False),
        ("2024-13-01.acacia", False),
        ("latest", False),
    ],
)
def test_versions(ask, stripe_sandbox, version, is_possible):
    assert is_possible_version(version) is is_possible
    answer = ask("GET", "/v1/account", **{"Stripe-Version": version})
    assert answer.status_code == (200 if is_possible else 400)
    assert bool(stripe_sandbox.forget_errors()) is not is_possible


def test_an_answer_that_breaks_the_document_is_noted(ask, intent, stripe_sandbox):
    made = intent()
    _, document = stripe_sandbox.sandbox.find("payment_intent", made.id)
    document["amount"] = "2500"
    document["colour"] = "red"
    del document["created"]
    ask("GET", f"/v1/payment_intents/{made.id}")
    errors = stripe_sandbox.forget_errors()
    assert len(errors) == 3
    assert all("our answer" in error for error in errors)


def test_an_event_that_breaks_the_document_is_noted(intent, stripe_sandbox):
    ledger, document = stripe_sandbox.sandbox.find("payment_intent", intent().id)
    ledger.emit("payment_intent.created", {**document, "status": "happy"})
    [error] = stripe_sandbox.forget_errors()
    assert error.startswith("event payment_intent.created: status: enum")


def test_card_numbers_do_not_stay_in_the_log(intent, stripe_sandbox):
    stripe_sandbox.pay(intent().id)
    [entry] = stripe_sandbox.requests("/v1/payment_methods")
    assert entry["params"]["card"]["number"] == "•••• 4242"
    assert entry["params"]["card"]["cvc"] == "•••"
