"""The link to the basket in the head of every page, and what it costs those who have none: nothing."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from registration.models import Order
from tests.factories.conference import UserFactory
from tests.factories.registration import TicketTypeFactory

pytestmark = pytest.mark.django_db
CORNER = re.compile(r'<a class="site-header__link" href="(/tickets/cart/)">(.*?)</a>', re.DOTALL)
BASKET = "/tickets/cart/"


def corner(browser, url="/"):
    """Return the words of the link to the basket, "" where there is none."""
    found = CORNER.search(browser.get(url).content.decode())
    return " ".join(re.sub(r"<[^>]+>", "", found.group(2)).split()) if found else ""


@pytest.fixture
def full(visitor, ticket, put):
    """Return a visitor's browser that was led to its basket with three tickets in it."""
    put(visitor, ticket, 3)
    visitor.get(BASKET)
    return visitor


def test_every_page_leads_to_a_basket_that_holds_something(full, ticket, put, change):
    assert [corner(full, url) for url in ("/", "/tickets/", BASKET, "/account/login/")] == ["Basket (3)"] * 4
    put(full, ticket, 1)
    assert corner(full, BASKET) == "Basket (4)"  # at once, in the answer that tells the browser
    change(full, f"remove ticket-{ticket.pk}")
    assert corner(full, BASKET) == ""
    assert corner(full) == ""


def test_nobody_else_sees_it(full):
    assert corner(Client()) == ""
    full.cookies.pop("sessionid")
    assert corner(full) == ""


def test_a_page_with_the_link_costs_no_statement_more(full, home, buyer, django_assert_num_queries):
    without = Client()
    without.cookies["sessionid"] = "of-nobody"
    without.get("/")
    with django_assert_num_queries(5):
        assert corner(without) == ""
    with django_assert_num_queries(5):
        assert corner(full) == "Basket (3)"
    with django_assert_num_queries(5):
        assert corner(buyer) == ""


def test_without_a_session_the_page_is_kept_for_all_whatever_cookie_is_sent(
    full, conference, django_assert_num_queries
):
    stranger, name = Client(), f"basket-{conference.pk}"
    stranger.get("/")
    stranger.cookies[name] = full.cookies[name].value
    with django_assert_num_queries(1):
        assert corner(stranger) == ""


@pytest.mark.parametrize("value", ["", "3", "x", "-1.0", "9999999.0", "<b>.0", "0.0", "03.0"])
def test_a_cookie_that_is_not_ours_says_nothing(full, conference, value):
    name = f"basket-{conference.pk}"
    _number, mark = full.cookies[name].value.split(".")
    full.cookies[name] = value.replace(".0", f".{mark}")
    assert corner(full) == ""


def test_the_cookie_is_the_browsers_alone(full, conference):
    cookie = full.cookies[f"basket-{conference.pk}"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert full.cookies["sessionid"].value not in cookie.value


def test_the_link_goes_with_the_shop(full, shop):
    shop.unpublish()
    assert corner(full) == ""


def test_who_signs_in_takes_it_along_and_who_signs_out_leaves_it(full):
    user = UserFactory()
    full.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    full.get(BASKET)
    assert corner(full) == "Basket (3)"
    full.logout()
    assert corner(full) == ""


def test_it_ends_with_the_time_of_the_basket(buyer, ticket, put, conference):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        put(buyer, ticket, 2)
        assert corner(buyer, BASKET) == "Basket (2)"
        assert buyer.cookies[f"basket-{conference.pk}"]["max-age"] == 30 * 60
    with time_machine.travel(now + dt.timedelta(minutes=31), tick=False):
        assert corner(buyer, BASKET) == ""


def test_it_ends_with_the_order(buyer, conference, shop, cart_of):
    free = TicketTypeFactory(conference=conference, price=0)
    cart = cart_of(buyer.user, free)
    assert corner(buyer, "/tickets/checkout/") == "Basket (1)"
    data = {"cart": cart.pk, "shown_total": "0.00", "billing-name": "Ada", "billing-email": "ada@example.org"}
    buyer.post("/tickets/checkout/", {**data, "action": "order", f"t{free.pk}-1-mode": "me"})
    assert Order.objects.get().status == Order.Status.PAID
    assert corner(buyer) == ""


def test_an_editors_own_basket_is_in_no_preview(shop, buyer, ticket, put, rf):
    put(buyer, ticket)
    buyer.get(BASKET)
    request = rf.get("/", headers={"Cookie": buyer.cookies.output(header="", sep=";")})
    answer = shop.make_preview_request(original_request=request)
    assert "Basket (" not in answer.content.decode()
    assert corner(buyer) == "Basket (1)"
