"""Setting an account up: what the keys open, what they lack, and the webhook."""

import pytest
import stripe
from wagtail.models import ModelLogEntry

from registration.models import SalesSettings
from registration.services.stripe.setup import check, keys_changed, make_webhook
from tests.factories.conference import ConferenceFactory, SuperuserFactory
from tests.factories.registration import PaymentFactory

ADDRESS = "http://testserver/webhooks/stripe/shop/"


def test_good_keys_show_the_account(shop):
    found = check(shop.conference)
    assert (found.account, found.country, found.currency, found.livemode) == (shop.account.id, "DE", "EUR", False)
    assert found.is_good
    assert SalesSettings.objects.get(conference=shop.conference).stripe_account_id == shop.account.id


def test_missing_and_wrong_keys_are_told_in_words(db, shop):
    found = check(ConferenceFactory(stripe_secret_key="", stripe_publishable_key=""))
    assert "no Stripe keys" in " ".join(found.problems)
    shop.keys(stripe_publishable_key="")
    assert "publishable key is missing" in " ".join(check(shop.conference).problems)
    shop.keys(stripe_publishable_key=shop.account.key("pk", livemode=True))
    assert "One key is live" in " ".join(check(shop.conference).problems)
    shop.keys(stripe_publishable_key="whsec_x")
    assert "begin with pk_test_" in " ".join(check(shop.conference).problems)
    shop.keys(stripe_secret_key="sk_test_wrongwrongwrong")
    problems = " ".join(check(shop.conference).problems)
    assert "does not accept the secret key" in problems
    assert "wrongwrong" not in problems


def test_a_live_key_is_never_handed_to_a_stand_in(shop):
    shop.keys(stripe_secret_key=shop.account.key("sk", livemode=True))
    found = check(shop.conference)
    assert found.livemode
    assert "never live ones" in " ".join(found.problems)
    assert len(shop.sandbox.requests()) == 1, "only the webhook was made, before"


def test_a_restricted_key_is_welcome(shop):
    shop.keys(stripe_secret_key=shop.account.restricted_key)
    assert check(shop.conference).is_good


def test_a_restricted_key_that_may_too_little_says_what(shop):
    shop.sandbox.account("shop", denied={"payment_intents", "refunds"})
    shop.keys(stripe_secret_key=shop.account.restricted_key)
    [problem] = check(shop.conference).problems
    assert "PaymentIntents" in problem
    assert "refunds" in problem
    assert "disputes" not in problem


def test_an_account_that_may_not_charge_says_so(shop):
    shop.sandbox.account("shop", charges_enabled=False)
    assert "may not take payments" in " ".join(check(shop.conference).problems)


def test_keys_of_another_account_are_noticed(shop):
    check(shop.conference)
    other = shop.sandbox.account("other")
    shop.keys(stripe_secret_key=other.secret_key, stripe_publishable_key=other.publishable_key)
    for _press in range(2):
        assert "another account" in " ".join(check(shop.conference).problems)
    assert SalesSettings.objects.get(conference=shop.conference).stripe_account_id == shop.account.id


@pytest.mark.parametrize(("is_live", "is_forgotten"), [(False, True), (True, False)], ids=["tests", "real money"])
def test_other_keys_are_the_account_of_a_conference_unless_real_money_was_paid(shop, is_live, is_forgotten):
    check(shop.conference)
    PaymentFactory(order=shop.order(status="paid"), method="stripe", stripe_payment_intent_id="pi_1", livemode=is_live)
    other = shop.sandbox.account("other")
    shop.keys(stripe_secret_key=other.secret_key, stripe_publishable_key=other.publishable_key)
    keys_changed(shop.conference)
    check(shop.conference)
    known = other.id if is_forgotten else shop.account.id
    assert SalesSettings.objects.get(conference=shop.conference).stripe_account_id == known


def test_who_makes_the_webhook_is_in_the_history(shop):
    assert not ModelLogEntry.objects.filter(action="registration.webhook_made").exists()
    staff = SuperuserFactory()
    make_webhook(shop.conference, ADDRESS, by=staff)
    entry = ModelLogEntry.objects.get(action="registration.webhook_made")
    assert (entry.user, entry.data["url"]) == (staff, ADDRESS)


def test_the_webhook_asks_for_our_kinds_in_the_librarys_version(shop):
    [endpoint] = shop.sandbox.objects("webhook_endpoint")
    assert endpoint["api_version"] == stripe.api_version
    assert endpoint["url"] == ADDRESS
    assert "payment_intent.succeeded" in endpoint["enabled_events"]
    assert "charge.dispute.closed" in endpoint["enabled_events"]
    assert shop.conference.sales.stripe_webhook_id == endpoint["id"]
    assert shop.conference.stripe_webhook_secret.startswith("whsec_")


def test_making_the_webhook_again_replaces_it(shop):
    before = shop.conference.stripe_webhook_secret
    make_webhook(shop.conference, ADDRESS)
    assert len(shop.sandbox.objects("webhook_endpoint")) == 1
    assert shop.conference.stripe_webhook_secret != before
    assert shop.pay().status == "paid"


def test_a_webhook_that_is_gone_or_was_never_made_is_noticed(shop):
    shop.conference.sales.stripe_webhook_id = "we_gone"
    shop.conference.sales.save()
    assert "gone at Stripe" in " ".join(check(shop.conference).problems)
    shop.keys(stripe_webhook_secret="")
    assert "no webhook yet" in " ".join(check(shop.conference).problems)
