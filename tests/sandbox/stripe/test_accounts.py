"""Accounts, keys and what each of them may do."""

import pytest
import requests
import stripe
from django.conf import settings

from sandbox.management.commands.run_stripe_sandbox import demo_slug


def test_an_account_says_where_it_is(api, stripe_sandbox):
    account = api.accounts.retrieve_current()
    assert (account.id, account.country, account.default_currency) == (stripe_sandbox.account("test").id, "DE", "eur")
    assert account.charges_enabled is True
    stripe_sandbox.account("test", country="US", currency="usd", charges_enabled=False)
    account = api.accounts.retrieve_current()
    assert (account.country, account.default_currency, account.charges_enabled) == ("US", "usd", False)


def test_keys_look_like_stripes_and_stay_the_same(stripe_sandbox):
    account = stripe_sandbox.account("halyard-2027")
    assert account.secret_key.startswith("sk_test_51Halyard2027")
    assert account.restricted_key.startswith("rk_test_51")
    assert account.publishable_key.startswith("pk_test_51")
    assert account.key("sk", livemode=True).startswith("sk_live_51")
    assert len({account.secret_key, account.restricted_key, account.publishable_key}) == 3
    assert stripe_sandbox.account("other").secret_key != account.secret_key


@pytest.mark.parametrize("key", ["sk_test_unknown_to_everybody", "rubbish"])
def test_an_unknown_key_is_refused_without_repeating_it(client_of, refused, key):
    error = refused(client_of(key).v1.accounts.retrieve_current)
    assert isinstance(error, stripe.AuthenticationError)
    assert error.http_status == 401
    assert key not in str(error)


def test_a_key_is_needed(stripe_sandbox):
    answer = requests.get(f"{stripe_sandbox.base_url}/v1/account", timeout=5)
    assert answer.status_code == 401
    assert "did not provide an API key" in answer.json()["error"]["message"]


def test_a_key_may_come_as_a_users_name(stripe_sandbox):
    key = stripe_sandbox.account("test").secret_key
    assert requests.get(f"{stripe_sandbox.base_url}/v1/account", auth=(key, ""), timeout=5).status_code == 200


def test_an_account_sees_nothing_of_another(client_of, intent, stripe_sandbox, refused):
    made = intent()
    other = client_of(stripe_sandbox.account("other").secret_key).v1
    assert refused(lambda: other.payment_intents.retrieve(made.id)).code == "resource_missing"
    assert other.payment_intents.list().data == []


def test_test_and_live_are_two_worlds(client_of, intent, stripe_sandbox, refused):
    made = intent()
    live = client_of(stripe_sandbox.account("test").key("sk", livemode=True)).v1
    assert refused(lambda: live.payment_intents.retrieve(made.id)).http_status == 404
    assert live.payment_intents.create(params={"amount": 100, "currency": "eur"}).livemode is True
    assert made.livemode is False


def test_a_restricted_key_may_do_what_is_not_denied(client_of, paid, stripe_sandbox, refused):
    made = paid()
    account = stripe_sandbox.account("test", denied={"refunds"})
    restricted = client_of(account.restricted_key).v1
    assert restricted.payment_intents.retrieve(made.id).status == "succeeded"
    error = refused(lambda: restricted.refunds.create(params={"payment_intent": made.id}))
    assert isinstance(error, stripe.PermissionError)
    assert "does not have the required permissions" in str(error)
    assert client_of(account.secret_key).v1.refunds.create(params={"payment_intent": made.id}).amount == 2500


def test_a_publishable_key_may_only_pay(client_of, stripe_sandbox, refused):
    page = client_of(stripe_sandbox.account("test").publishable_key).v1
    for act in (page.refunds.list, page.accounts.retrieve_current):
        error = refused(act)
        assert isinstance(error, stripe.AuthenticationError)
        assert "publishable API key" in str(error)


def test_there_are_no_connected_accounts(client_of, stripe_sandbox, refused):
    account = stripe_sandbox.account("test")
    error = refused(client_of(account.secret_key, stripe_account="acct_1").v1.accounts.retrieve_current)
    assert error.http_status == 403
    assert stripe_sandbox.forget_errors()


def test_every_answer_has_a_number(api):
    first, second = api.accounts.retrieve_current(), api.accounts.retrieve_current()
    assert first.last_response.request_id.startswith("req_")
    assert first.last_response.request_id != second.last_response.request_id


def test_the_document_lists_the_demos_keys(stripe_sandbox):
    account = stripe_sandbox.account(demo_slug())
    listed = (settings.ROOT / "site/sandbox/stripe/README.md").read_text()
    for key in (account.secret_key, account.restricted_key, account.publishable_key):
        assert f"`{key}`" in listed
