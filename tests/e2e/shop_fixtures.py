"""A conference that sells: its ticket page, its account at the stand-in for Stripe, and people who want tickets."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.models import ContentPage, TicketStorefrontPage
from conference.models import Conference
from conference.services.setup import SetUp, set_up
from registration.services.setting_up.sales import sales_of
from registration.services.stripe.setup import make_webhook
from tests.e2e.shopping import Shopper
from tests.e2e.walk_fixtures import sign_in
from tests.factories.conference import UserFactory


@pytest.fixture
def sales(live_server, stripe_sandbox, settings, tmp_path) -> Conference:
    """Return a conference with a published ticket page, terms, a code of conduct and Stripe's keys; it sells nothing yet."""
    settings.EMAIL_BACKEND = "sandbox.mail.backend.KeepingBackend"
    settings.SANDBOX_MAIL_DIR = str(tmp_path / "mail")
    settings.STRIPE_API_BASE = stripe_sandbox.base_url
    settings.STRIPE_JS_URL = stripe_sandbox.js_url
    conference = set_up(
        SetUp(
            name="Harbour Conf 2027",
            start_date=dt.date(2027, 6, 12),
            end_date=dt.date(2027, 6, 13),
            timezone="Europe/Berlin",
            language="en-gb",
            website_url=live_server.url,
            venue="Old Custom House, Bremen",
        ),
        by=None,
    )
    home = conference.home_page
    shop = TicketStorefrontPage.objects.child_of(home).get()
    shop.body_below = []  # the hint what to write there
    shop.save_revision()
    terms = home.add_child(instance=ContentPage(title="Terms of sale", slug="terms"))
    conduct = Page.objects.descendant_of(home).get(slug="code-of-conduct")
    for page in (home, shop, conduct):
        page.get_latest_revision().publish()
    _name_the_seller(conference)
    chosen = sales_of(conference)
    chosen.terms_page, chosen.conduct_page = terms, conduct
    chosen.save()
    account = stripe_sandbox.account(conference.slug)
    conference.stripe_secret_key, conference.stripe_publishable_key = account.secret_key, account.publishable_key
    conference.save()
    make_webhook(conference, f"{live_server.url}{reverse('stripe_webhook', args=[conference.slug])}")
    return conference


def _name_the_seller(conference: Conference) -> None:
    conference.currency = "EUR"
    conference.seller_name = "Harbour Association"
    conference.seller_address = "Quay 1\n28195 Bremen"
    conference.seller_tax_id = "DE123456789"
    conference.seller_bank_account = "DE02 1203 0000 0000 2020 51"
    conference.save()


@pytest.fixture
def shopper(walk, stripe_sandbox) -> Callable[..., Shopper]:
    """Return `shopper(who, checks=, …)`: somebody who buys or claims; further options are those of `walk`.

    With `checks` axe looks at every page they come to.
    """

    def start(who: str, *, checks: bool = False, **options) -> Shopper:
        made = walk(who, person=Shopper, **options)
        made.friends = (stripe_sandbox.base_url,)
        made.checks = checks
        return made

    return start


@pytest.fixture
def customer(shopper, client_for) -> Callable[..., Shopper]:
    """Return `customer(who, …)`: a shopper who is signed in already, as `who@example.org`."""

    def start(who: str, **options) -> Shopper:
        user = UserFactory(name=who.title(), email=f"{who}@example.org")
        return sign_in(shopper(who, **options), client_for(user))

    return start
