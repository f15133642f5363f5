"""Stripe's errors under our names, each one sentence without a secret."""

import pytest
import stripe

from registration import stripe_errors
from registration.stripe_errors import named, without_secrets

SECRETS = ("sk_live_51Abc", "rk_test_99", "whsec_abcDEF", "pi_3Abc_secret_Xyz")


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (stripe.AuthenticationError("Invalid API Key provided: sk_live_***1234", http_status=401), "WrongKeyError"),
        (stripe.PermissionError("The provided key rk_live_***1234 lacks x", http_status=403), "KeyMayNotError"),
        (stripe.RateLimitError("Too many requests", http_status=429), "BusyError"),
        (stripe.APIError("in progress", http_status=409), "BusyError"),
        (stripe.InvalidRequestError("locked", None, code="lock_timeout", http_status=400), "BusyError"),
        (stripe.APIConnectionError("cut"), "UnreachableError"),
        (stripe.IdempotencyError("other parameters", http_status=400), "OtherRequestSameKeyError"),
        (stripe.InvalidRequestError("No such x", "id", code="resource_missing", http_status=404), "NotThereError"),
        (stripe.InvalidRequestError("Not so", "amount", code="amount_too_small", http_status=400), "RefusedError"),
        (stripe.CardError("Declined", None, "card_declined", http_status=402), "RefusedError"),
        (stripe.APIError("oops", http_status=500), "FailingError"),
    ],
)
def test_each_error_has_its_name_and_shows_no_key(error, name):
    problem = named(error)
    assert type(problem).__name__ == name
    assert "1234" not in str(problem)
    assert str(problem)


@pytest.mark.parametrize(
    ("name", "may"),
    [("UnreachableError", True), ("FailingError", True), ("BusyError", False), ("WrongKeyError", False)],
)
def test_only_lost_and_broken_answers_may_hide_a_deed(name, may):
    assert getattr(stripe_errors, name)().may_have_happened is may


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_are_taken_out_of_texts(secret):
    assert without_secrets(f"before {secret} after") == "before … after"


def test_other_words_stay():
    text = "No such payment_intent: 'pi_3Abc'; charge ch_1 of order ORD-1 was declined"
    assert without_secrets(text) == text
