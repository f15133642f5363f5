"""The tabs “Sales” and “Payments” of the conference's settings."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page

from cms.models import HomePage
from conference.models import Conference
from registration.models import InvoiceSeries, SalesSettings
from registration.services.setting_up.sales import sales_of
from tests.factories.conference import ConferenceFactory
from tests.staff.conftest import person_with, signed_in

SALES = "/admin/conference-settings/sales/"
PAYMENTS = "/admin/conference-settings/payments/"
DATA = {
    "seller_name": "Halyard APS",
    "seller_address": "Quay 7",
    "seller_tax_id": "IT 1",
    "invoice_prefix": "hal-",
    "seller_bank_account": "IT60",
    "payment_note": "",
    "transfer_enabled": "on",
    "transfer_days": "14",
    "transfer_until": "2099-05-01",
    "transfer_max_tickets": "20",
    "changes_until": "2027-05-20 18:00",
    "terms_page": "",
    "conduct_page": "",
    "health_data_until": "",
}
EVENT = {
    "name": "Own Days",
    "start_date": "2027-06-10",
    "end_date": "2027-06-12",
    "timezone": "Europe/Berlin",
    "language": "en",
    "total_capacity": "0",
    "programme_visibility": "schedule",
    "is_active": "on",
}


@pytest.fixture
def fresh(db):
    """Return a conference that has sold nothing yet."""
    return ConferenceFactory(slug="fresh", name="Fresh Days", currency="EUR")


@pytest.fixture
def organizer(fresh):
    return signed_in(person_with("organizers", fresh))


def test_selling_is_set_up_and_logged(organizer, fresh):
    assert "Until the first order it can be changed" in organizer.get(SALES).content.decode()
    response = organizer.post(SALES, DATA)
    assert response.status_code == 302, response.context["form"].errors
    stored, sales = Conference.objects.get(pk=fresh.pk), SalesSettings.objects.get(conference=fresh)
    assert (stored.seller_name, stored.seller_bank_account) == ("Halyard APS", "IT60")
    assert (sales.transfer_days, sales.invoice_series.prefix) == (14, "HAL-")
    assert sales.changes_until.isoformat() == "2027-05-20T16:00:00+00:00"
    entry = ModelLogEntry.objects.filter(action="staff.settings_changed").last()
    assert "Seller’s legal name" in str(entry.message)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"transfer_days": "0"}, "__all__", "between 1 and 90 days"),
        ({"transfer_days": "91"}, "__all__", "between 1 and 90 days"),
        ({"transfer_days": "soon"}, "transfer_days", "Enter a whole number."),
        ({"seller_bank_account": ""}, "seller_bank_account", "write the bank account"),
        ({"seller_name": ""}, "seller_name", "Say who sells first"),
        ({"invoice_prefix": "h a l"}, "invoice_prefix", "capital letters, digits and hyphens"),
        ({"transfer_until": "2020-05-01"}, "transfer_until", "That day is over"),
        ({"health_data_until": "2020-05-01"}, "health_data_until", "needed until the conference is over"),
        ({"invoice_prefix": "TAKEN-"}, "invoice_prefix", "Somebody numbers its invoices with this prefix."),
    ],
)
def test_each_rule_of_selling_is_answered_and_nothing_stored(organizer, fresh, change, field, words):
    InvoiceSeries.objects.create(prefix="TAKEN-", seller_name="Somebody")
    response = organizer.post(SALES, {**DATA, **change})
    assert words in " ".join(response.context["form"].errors[field])
    assert Conference.objects.get(pk=fresh.pk).seller_name == ""


def test_what_passed_meanwhile_stops_no_other_change(organizer, fresh):
    organizer.post(SALES, DATA)
    SalesSettings.objects.filter(conference=fresh).update(transfer_until="2020-05-01")
    response = organizer.post(SALES, {**DATA, "transfer_until": "2020-05-01", "seller_tax_id": "IT 2"})
    assert response.status_code == 302, response.context["form"].errors
    assert Conference.objects.get(pk=fresh.pk).seller_tax_id == "IT 2"


def test_health_data_may_go_on_the_last_day(organizer, fresh):
    last = fresh.end_date.isoformat()
    organizer.post(SALES, {**DATA, "health_data_until": last})
    assert sales_of(fresh).health_data_until.isoformat() == last


def test_the_terms_are_a_page_of_this_conference(organizer, fresh, foreign):
    root = Page.get_first_root_node()
    own, other = (
        root.add_child(instance=HomePage(title=place.name, slug=place.slug, conference=place))
        for place in (fresh, foreign.conference)
    )
    response = organizer.post(SALES, {**DATA, "terms_page": other.pk})
    assert "Choose a page of this conference." in response.context["form"].errors["terms_page"]
    organizer.post(SALES, {**DATA, "terms_page": own.pk})
    assert sales_of(fresh).terms_page_id == own.pk


def test_with_an_order_currency_and_numbers_stay(client_of, own):
    sales = sales_of(own.conference)
    sales.invoice_series = own["invoice"].series
    sales.save()
    organizer = client_of("organizers")
    assert "That stays, because orders exist." in organizer.get(SALES).content.decode()
    organizer.post(SALES, {**DATA, "invoice_prefix": "NEW-"})
    sales.refresh_from_db()
    assert sales.invoice_series.prefix == "OWN-"
    organizer.post("/admin/conference-settings/event/", {**EVENT, "currency": "EUR"})
    assert Conference.objects.get(pk=own.conference.pk).effective_currency == "USD"


def test_before_the_first_order_the_currency_changes(organizer, fresh):
    html = organizer.post("/admin/conference-settings/event/", {**EVENT, "currency": "EURO"}).content.decode()
    assert "at most 3 characters" in html
    organizer.post("/admin/conference-settings/event/", {**EVENT, "currency": "JPY"})
    assert Conference.objects.get(pk=fresh.pk).currency == "JPY"


@pytest.mark.parametrize("role", ["registration", "finance", "editors"])
@pytest.mark.parametrize("path", [SALES, PAYMENTS, f"{PAYMENTS}check/", f"{PAYMENTS}webhook/"])
def test_only_organizers_set_up_selling(client_of, own, role, path):
    client = client_of(role)
    assert client.post(path, DATA).headers["Location"] == "/admin/"
    assert Conference.objects.get(pk=own.conference.pk).seller_name == ""


@pytest.fixture
def account(stripe_sandbox, settings, fresh):
    settings.STRIPE_API_BASE = stripe_sandbox.base_url
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    return stripe_sandbox.account(fresh.slug)


def test_keys_are_pasted_checked_and_forgotten_and_never_shown_or_logged(organizer, fresh, account):
    keys = {"stripe_publishable_key": account.publishable_key, "stripe_secret_key": account.secret_key}
    organizer.post(PAYMENTS, {**keys, "stripe_webhook_secret": ""})
    html = organizer.get(PAYMENTS).content.decode()
    assert account.secret_key not in html
    assert f"···· {account.secret_key[-4:]}" in html
    assert "On, for tests only" in html
    found = organizer.post(f"{PAYMENTS}check/").content.decode()
    for words in (f"The account is {account.id}", "in DE", "EUR", "no real money moves", "There is no webhook yet"):
        assert words in found
    assert account.secret_key not in str(list(ModelLogEntry.objects.values_list("data", flat=True)))
    organizer.post(PAYMENTS, {"clear": "stripe_secret_key"})
    assert not Conference.objects.get(pk=fresh.pk).stripe_secret_key
    assert "Off: both keys are needed." in organizer.get(PAYMENTS).content.decode()


def test_the_webhook_is_made_with_one_click(organizer, fresh, account, stripe_sandbox):
    fresh.stripe_secret_key, fresh.stripe_publishable_key = account.secret_key, account.publishable_key
    fresh.save()
    html = organizer.post(f"{PAYMENTS}webhook/", follow=True).content.decode()
    assert "The webhook is made" in html
    endpoint = stripe_sandbox.objects("webhook_endpoint")[0]
    assert endpoint["url"] == "http://testserver" + reverse("stripe_webhook", args=[fresh.slug])
    assert Conference.objects.get(pk=fresh.pk).stripe_webhook_secret
    assert "Everything works." in organizer.post(f"{PAYMENTS}check/").content.decode()
    assert ModelLogEntry.objects.filter(action="registration.webhook_made").exists()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"stripe_publishable_key": "sk_test_abcdef1234"}, "stripe_publishable_key", "begin with pk_test_ or pk_live_"),
        ({"stripe_publishable_key": "pk_1234567890"}, "stripe_publishable_key", "begin with pk_test_ or pk_live_"),
        ({"stripe_secret_key": "pk_test_abcdef1234"}, "stripe_secret_key", "begin with sk_ or rk_"),
        ({"stripe_webhook_secret": "sk_test_abcdef1234"}, "stripe_webhook_secret", "begin with whsec_"),
        ({"stripe_secret_key": "rk_live_abcdef1234"}, "stripe_publishable_key", "One key is live"),
    ],
    ids=["secret as publishable", "of no mode", "publishable as secret", "secret as webhook's", "live and test"],
)
@pytest.mark.parametrize("path", [PAYMENTS, f"{PAYMENTS}check/", f"{PAYMENTS}webhook/"])
def test_a_key_in_the_wrong_field_is_refused(organizer, fresh, account, stripe_sandbox, path, change, field, words):
    keys = {"stripe_publishable_key": account.publishable_key, "stripe_secret_key": account.secret_key}
    response = organizer.post(path, {**keys, "stripe_webhook_secret": "", **change})
    assert words in " ".join(response.context["form"].errors[field])
    stored = Conference.objects.get(pk=fresh.pk)
    assert [stored.stripe_publishable_key, stored.stripe_secret_key, stored.stripe_webhook_secret] == [None] * 3
    assert not stripe_sandbox.requests()


def test_keys_in_the_form_are_stored_before_they_are_checked(organizer, fresh, account):
    keys = {"stripe_publishable_key": account.publishable_key, "stripe_secret_key": account.secret_key}
    found = organizer.post(f"{PAYMENTS}check/", {**keys, "stripe_webhook_secret": ""}).content.decode()
    assert f"The account is {account.id}" in found
    assert "no Stripe keys" not in found
    assert Conference.objects.get(pk=fresh.pk).stripe_secret_key == account.secret_key
    assert ModelLogEntry.objects.filter(action="staff.settings_changed").exists()
    assert f'action="{PAYMENTS}"' in found, "or “Save” would check instead"


def test_a_wrong_key_of_old_counts_as_none(organizer, fresh):
    fresh.stripe_secret_key = fresh.stripe_publishable_key = "sk_test_abcdef1234"
    fresh.save()
    assert "Off: both keys are needed." in organizer.get(PAYMENTS).content.decode()


def test_what_is_wrong_with_a_key_is_said_in_words(organizer, fresh, account):
    fresh.stripe_secret_key, fresh.stripe_publishable_key = "sk_test_wrong", account.publishable_key
    fresh.save()
    assert "Stripe does not accept the secret key." in organizer.post(f"{PAYMENTS}check/").content.decode()
    html = organizer.post(f"{PAYMENTS}webhook/", follow=True).content.decode()
    assert "Stripe does not accept the secret key." in html
