"""A published ticket page, with something to sell below it."""

from decimal import Decimal

import pytest
from django.test import Client
from wagtail.models import Site

from cms.models import TicketStorefrontPage
from registration.models import Cart
from registration.services import cart as carts
from tests.factories.conference import UserFactory
from tests.factories.registration import AddOnFactory, TicketTypeFactory

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def conference(conference):
    """Return a conference that sells in euros and may take cards."""
    conference.currency, conference.language = "EUR", "en-gb"
    conference.stripe_publishable_key, conference.stripe_secret_key = "pk_test_x", "sk_test_x"
    conference.save()
    return conference


@pytest.fixture
def shop(home):
    """Return the published ticket page of `conference`, at /tickets/."""
    page = home.add_child(instance=TicketStorefrontPage(title="Tickets", slug="tickets", show_in_menus=True))
    Site.get_site_root_paths()  # kept in the cache for long, unlike pages
    return TicketStorefrontPage.objects.get(pk=page.pk)


@pytest.fixture
def ticket(shop, conference):
    """Return a ticket for 100.00 with 19 % tax in it."""
    return TicketTypeFactory(conference=conference, name="Regular", tax_rate=Decimal(19))


@pytest.fixture
def dinner(ticket, conference):
    """Return an add-on for 25.00 that goes with the ticket."""
    return AddOnFactory(conference=conference, name="Dinner", requires_ticket_types=[ticket])


@pytest.fixture
def visitor():
    """Return a browser without an account; Django checks its tokens."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def buyer(client_for):
    """Return a browser of somebody who is signed in."""
    return client_for(UserFactory(email="ada@example.org", name="Ada"))


@pytest.fixture
def change():
    """Return `make(browser, action, **fields)`: send a form of the basket as a browser does."""

    def make(browser, action="add", headers=None, **fields):
        data = {"action": action, **{name.replace("__", "-"): value for name, value in fields.items()}}
        return browser.post("/tickets/cart/", data, headers=SAME_ORIGIN if headers is None else headers)

    return make


@pytest.fixture
def put(change):
    """Return `make(browser, product, number)`: put so many of a product into the browser's basket."""

    def make(browser, product, number=1, **fields):
        kind = "addon" if product._meta.model_name == "addon" else "ticket"
        return change(browser, **{f"q__{kind}__{product.pk}": number, "from": "storefront"}, **fields)

    return make


@pytest.fixture
def cart_of(conference):
    """Return `make(user, *products)`: the person's open cart with one of each product."""

    def make(user, *products) -> Cart:
        cart = carts.get_or_create_cart(user, conference)
        for product in products:
            add = carts.add_addon if product._meta.model_name == "addon" else carts.add_ticket
            add(cart, product)
        return cart

    return make
