"""The basket's page and its forms: for visitors, for people with an account, and on the way from one to the other."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cms.shop import basket_routes
from registration.models import Cart, CartItem, Order
from tests.factories.conference import UserFactory
from tests.factories.registration import (
    AddOnFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
    order_of,
)

pytestmark = pytest.mark.django_db
URL = "/tickets/cart/"


def page(browser):
    return browser.get(URL).content.decode()


def in_session(browser, conference):
    return browser.session["baskets"][str(conference.pk)]


def contents(browser, conference):
    found = in_session(browser, conference)
    return {**{f"t{pk}": n for pk, n in found["tickets"].items()}, **{f"a{pk}": n for pk, n in found["addons"].items()}}


def in_cart(user):
    return {item.product.name: item.quantity for item in CartItem.objects.filter(cart__user=user, cart__status="open")}


def test_an_empty_basket_leads_to_the_tickets(visitor, shop):
    html = page(visitor)
    assert "Nothing is in it yet" in html
    assert 'href="/tickets/"' in html


def test_a_visitor_fills_changes_and_empties_a_basket(visitor, ticket, dinner, conference, put, change):
    answer = put(visitor, ticket, 2)
    assert (answer.status_code, answer.url) == (302, URL)
    put(visitor, dinner, 1)
    assert contents(visitor, conference) == {f"t{ticket.pk}": 2, f"a{dinner.pk}": 1}
    html = page(visitor)
    assert "€225.00" in html
    assert "€31.93" in html  # the tax in the tickets
    assert visitor.get(URL)["Cache-Control"].startswith("max-age=0")
    change(visitor, "save", **{f"n__ticket-{ticket.pk}": "3"})
    assert contents(visitor, conference) == {f"t{ticket.pk}": 3, f"a{dinner.pk}": 1}
    change(visitor, f"remove ticket-{ticket.pk}")
    assert contents(visitor, conference) == {}
    assert not Cart.objects.exists()


def test_several_products_come_in_one_form(visitor, ticket, dinner, conference, change):
    change(visitor, **{f"q__ticket__{ticket.pk}": "2", f"q__addon__{dinner.pk}": "2"})
    assert contents(visitor, conference) == {f"t{ticket.pk}": 2, f"a{dinner.pk}": 2}


def test_the_campaign_is_kept_with_basket_and_cart(visitor, buyer, ticket, conference, put):
    put(visitor, ticket, utm_source="news", utm_campaign="\x00spring")
    assert in_session(visitor, conference)["utm"] == {"utm_source": "news", "utm_campaign": "spring"}
    put(buyer, ticket, utm_source="news")
    assert Cart.objects.get().utm_source == "news"


def test_a_voucher_that_opened_a_free_ticket_is_not_called_useless(visitor, shop, conference, put, change):
    hidden = TicketTypeFactory(conference=conference, price=Decimal(0), requires_voucher=True)
    VoucherFactory(conference=conference, code="CREW", unlocks_hidden_tickets=True)
    change(visitor, "voucher", code="crew")
    put(visitor, hidden)
    html = page(visitor)
    assert "Voucher <strong>CREW</strong>" in html
    assert "It takes nothing off what is in your basket." not in html


def test_discounts_are_named_and_what_goes_with_it_is_offered(visitor, ticket, dinner, conference, put, change):
    TimeOrStockLimitConditionFactory(conference=conference, name="Early bird", ticket_types=[ticket])
    VoucherFactory(conference=conference, code="TWENTY", addons=[dinner])
    put(visitor, ticket)
    change(visitor, "voucher", code="twenty")
    html = page(visitor)
    assert "Early bird" in html
    assert "It takes nothing off what is in your basket." in html
    assert f'value="add addon-{dinner.pk}"' in html
    put(visitor, dinner)
    html = page(visitor)
    assert "<dt>TWENTY</dt>" in html
    assert "−€5.00" in html
    change(visitor, "no-voucher")
    assert "TWENTY" not in page(visitor).replace("The voucher is out", "")


def test_what_became_impossible_is_marked_and_stops_the_way_on(visitor, ticket, put):
    put(visitor, ticket)
    assert 'name="action" value="go"' in page(visitor)
    ticket.available_until = timezone.now() - dt.timedelta(hours=1)
    ticket.save()
    html = page(visitor)
    assert "“Regular” is not on sale any more." in html
    assert 'name="action" value="go"' not in html


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
def test_other_sites_fill_no_basket(visitor, ticket, change, headers):
    answer = change(visitor, headers=headers, **{f"q__ticket__{ticket.pk}": "1"})
    assert answer.status_code == 403
    assert "baskets" not in visitor.session
    change(visitor, headers={"Origin": "http://testserver"}, **{f"q__ticket__{ticket.pk}": "1"})
    assert "baskets" in visitor.session


def test_what_belongs_to_an_account_needs_djangos_token(ticket, put, change):
    browser = Client(enforce_csrf_checks=True)
    user = UserFactory()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = put(browser, ticket)
    assert answer.url == "/tickets/"
    assert not Cart.objects.exists()
    html = browser.get("/tickets/").content.decode()
    assert "You have signed in meanwhile" in html
    token = html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    put(browser, ticket, csrfmiddlewaretoken=token)
    assert in_cart(user) == {"Regular": 1}


def test_somebody_with_an_account_fills_changes_and_empties_a_cart(buyer, ticket, dinner, conference, put, change):
    VoucherFactory(conference=conference, code="TWENTY")
    put(buyer, ticket, 2)
    put(buyer, dinner, 1)
    put(buyer, ticket, 1)
    assert in_cart(buyer.user) == {"Regular": 3, "Dinner": 1}
    change(buyer, "voucher", code="twenty")
    html = page(buyer)
    assert "€260.00" in html
    assert "Your basket is kept until" in html
    change(buyer, "save", **{f"n__ticket-{ticket.pk}": "1"})
    change(buyer, "save", **{f"n__addon-{dinner.pk}": "0"})
    assert in_cart(buyer.user) == {"Regular": 1}
    change(buyer, "no-voucher")
    change(buyer, f"remove ticket-{ticket.pk}")
    assert in_cart(buyer.user) == {}
    assert Cart.objects.get().voucher is None


def test_looking_makes_no_cart(buyer, ticket):
    page(buyer)
    buyer.get("/tickets/")
    assert not Cart.objects.exists()


def test_who_signs_in_keeps_the_basket_and_hears_what_is_gone(visitor, ticket, dinner, conference, put):
    put(visitor, ticket, 2)
    put(visitor, dinner)
    dinner.is_active = False
    dinner.save()
    user = UserFactory()
    visitor.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    html = page(visitor)
    assert in_cart(user) == {"Regular": 2}
    assert "“Dinner” is not on sale." in html
    assert str(conference.pk) not in visitor.session["baskets"]
    page(visitor)
    assert in_cart(user) == {"Regular": 2}


def test_a_cart_whose_time_is_over_can_be_filled_again(buyer, ticket, dinner, conference, put, change):
    VoucherFactory(conference=conference, code="TWENTY")
    put(buyer, ticket, 2)
    put(buyer, dinner)
    change(buyer, "voucher", code="TWENTY")
    dinner.is_active = False
    dinner.save()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1), tick=False):
        assert "Fill it again" in page(buyer)
        change(buyer, "refill")
        html = page(buyer)
        assert in_cart(buyer.user) == {"Regular": 2}
        assert "“Dinner” is not on sale." in html
        assert "€160.00" in html
    with time_machine.travel(timezone.now() + dt.timedelta(days=3), tick=False):
        assert "Fill it again" not in page(buyer)
        assert change(buyer, "refill").status_code == 400


def test_only_ones_own_cart_is_filled_again(visitor, buyer, client_for, ticket, put, change):
    put(buyer, ticket)
    other = client_for(UserFactory())
    with time_machine.travel(timezone.now() + dt.timedelta(hours=1), tick=False):
        for browser in (visitor, other):
            assert "Fill it again" not in page(browser)
            assert change(browser, "refill").status_code == 400


HOSTILE = ["-1", "1001", "10000000000", "two", "1.5", "1e3", "\x00", "9" * 5000, "٣x", "NaN"]


@pytest.mark.parametrize("number", HOSTILE)
@pytest.mark.parametrize("who", ["visitor", "buyer"])
def test_numbers_that_are_none_change_nothing(request, who, ticket, conference, put, change, number):
    browser = request.getfixturevalue(who)
    put(browser, ticket, 2)
    for answer in (
        put(browser, ticket, number),
        change(browser, "save", **{f"n__ticket-{ticket.pk}": number}),
    ):
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
    if who == "visitor":
        assert contents(browser, conference) == {f"t{ticket.pk}": 2}
    else:
        assert in_cart(browser.user) == {"Regular": 2}


@pytest.mark.parametrize(
    "name", ["ticket-0", "ticket-99999999999999999999999", "ticket-", "addon-x", "\x00", "x" * 5000, "ticket--1"]
)
@pytest.mark.parametrize("who", ["visitor", "buyer"])
def test_products_that_are_none_change_nothing(request, who, ticket, change, name):
    browser = request.getfixturevalue(who)
    for answer in (
        browser.post(URL, {"action": "add", f"q-{name}": "1"}, headers={"Sec-Fetch-Site": "same-origin"}),
        change(browser, "save", **{f"n__{name}": "1"}),
        change(browser, f"remove {name}"),
    ):
        assert answer.status_code == 400
    assert not CartItem.objects.exists()


def test_another_conferences_products_are_not_sold_here(visitor, buyer, ticket, put):
    for browser in (visitor, buyer):
        for product in (TicketTypeFactory(), AddOnFactory()):
            answer = put(browser, product)
            assert answer.status_code == 400
            assert "This is not sold here." in answer.content.decode()
    assert not CartItem.objects.exists()


def test_another_persons_cart_stays_as_it_is(buyer, ticket, cart_of, change):
    other = UserFactory()
    item = cart_of(other, ticket).items.get()
    change(buyer, f"remove ticket-{ticket.pk}")
    change(buyer, "save", **{f"n__ticket-{ticket.pk}": "5"}, item=str(item.pk))
    assert in_cart(other) == {"Regular": 1}


@pytest.mark.parametrize("code", ["", "  ", "NONE", "\x00", "x" * 5000, "%' OR 1=1 --"])
def test_codes_that_are_none(visitor, ticket, conference, put, change, code):
    put(visitor, ticket)
    answer = change(visitor, "voucher", code=code)
    assert answer.status_code == 400
    assert in_session(visitor, conference)["voucher"] == ""


def test_codes_cannot_be_guessed_by_the_thousand(visitor, ticket, change, monkeypatch):
    monkeypatch.setattr(basket_routes, "CODES_AT_ONCE", 3)
    with time_machine.travel(dt.datetime(2027, 1, 1, 10, 5, tzinfo=dt.UTC), tick=False):
        texts = [change(visitor, "voucher", code=f"GUESS{n}").content.decode() for n in range(5)]
    assert ["That were many codes" in text for text in texts] == [False, False, False, True, True]


def test_right_codes_are_no_guesses(visitor, ticket, conference, change, monkeypatch):
    """Many people share the address of a company or a venue."""
    monkeypatch.setattr(basket_routes, "CODES_AT_ONCE", 3)
    VoucherFactory(conference=conference, code="RIGHT")
    with time_machine.travel(dt.datetime(2027, 1, 1, 10, 5, tzinfo=dt.UTC), tick=False):
        texts = [change(visitor, "voucher", code="RIGHT", follow=True).content.decode() for _n in range(5)]
    assert not any("That were many codes" in text for text in texts)


@pytest.mark.parametrize("action", ["", "delete", "\x00", "_add"])
def test_actions_that_are_none(visitor, ticket, change, action):
    assert change(visitor, action, line=f"ticket-{ticket.pk}").status_code == 400


def test_nothing_chosen_is_said_where_the_form_was(visitor, ticket, put):
    answer = put(visitor, ticket, 0)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose how many you want" in html
    assert "Put into the basket" in html


def test_what_was_typed_comes_back(visitor, ticket, dinner, change):
    answer = change(visitor, **{f"q__ticket__{ticket.pk}": "3", f"q__addon__{dinner.pk}": "9", "from": "storefront"})
    html = answer.content.decode()
    assert "one “Dinner” for each" in html
    assert f'id="q-ticket-{ticket.pk}" name="q-ticket-{ticket.pk}" value="3"' in html


def test_a_closed_conference_sells_nothing(visitor, ticket, conference, put):
    conference.is_closed = True
    conference.save()
    assert put(visitor, ticket).status_code == 400
    assert "baskets" not in visitor.session


def test_more_than_the_event_has_places(visitor, ticket, conference, put):
    conference.total_capacity = 1
    conference.save()
    assert "Only 1 of “Regular” are left." in put(visitor, ticket, 2).content.decode()
    order_of(ticket, status=Order.Status.PAID)
    assert "sold out" in put(visitor, ticket, 1).content.decode()


@pytest.mark.parametrize("number", [1, 50])
def test_queries_of_adding(visitor, buyer, shop, conference, change, django_assert_max_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference, price=Decimal(10))
    addons = [AddOnFactory(conference=conference, requires_ticket_types=tickets) for _number in range(number)]
    VoucherFactory(conference=conference, code="V")
    fields = {f"q__ticket__{ticket.pk}": "1" for ticket in tickets} | {f"q__addon__{addon.pk}": "1" for addon in addons}
    with django_assert_max_num_queries(15):
        assert change(visitor, **fields).status_code == 302
    change(visitor, "voucher", code="V")
    with django_assert_max_num_queries(15):
        assert change(visitor, **{f"q__ticket__{tickets[0].pk}": "1"}).status_code == 302
    with django_assert_max_num_queries(15):
        assert change(buyer, **fields).status_code == 302
    change(buyer, "voucher", code="V")
    with django_assert_max_num_queries(15):
        assert change(buyer, **{f"q__ticket__{tickets[0].pk}": "1"}).status_code == 302


@pytest.mark.parametrize("number", [1, 20])
def test_queries_of_changing_every_line(visitor, buyer, shop, conference, change, django_assert_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference, limit_per_user=0)
    for client, statements in ((visitor, 12), (buyer, 19)):
        change(client, **{f"q__ticket__{ticket.pk}": "1" for ticket in tickets})
        with django_assert_num_queries(statements):
            assert change(client, "save", **{f"n__ticket__{ticket.pk}": "2" for ticket in tickets}).status_code == 302
    assert list(Cart.objects.get(user=buyer.user).items.values_list("quantity", flat=True)) == [2] * number


@pytest.mark.parametrize("number", [1, 10])
def test_queries_of_the_page(visitor, shop, conference, change, django_assert_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference)
    change(visitor, **{f"q__ticket__{ticket.pk}": "1" for ticket in tickets})
    page(visitor)
    with django_assert_num_queries(11):
        page(visitor)


@pytest.mark.parametrize("who", ["visitor", "buyer"])
def test_going_on_carries_the_numbers(request, who, ticket, dinner, conference, put, change):
    browser = request.getfixturevalue(who)
    put(browser, ticket)
    assert f'name="n-ticket-{ticket.pk}"' in page(browser)
    answer = change(browser, "go", **{f"n__ticket-{ticket.pk}": "2", f"n__addon-{dinner.pk}": "2"})
    assert answer.url == "/tickets/checkout/"
    assert "2 × Regular" in page(browser)
    assert "2 × Dinner" in page(browser)


@pytest.mark.parametrize("who", ["visitor", "buyer"])
def test_going_on_with_a_number_that_cannot_be_had_changes_nothing(request, who, ticket, dinner, put, change):
    browser = request.getfixturevalue(who)
    put(browser, ticket, 2)
    put(browser, dinner)
    answer = change(browser, "go", **{f"n__ticket-{ticket.pk}": "1", f"n__addon-{dinner.pk}": "1001"})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="1001"' in html
    assert "2 × Regular" in page(browser)
    assert "1 × Dinner" in page(browser)
    answer = change(browser, "go", **{f"n__ticket-{ticket.pk}": "3", f"n__addon-{dinner.pk}": "9"})
    assert "one “Dinner” for each" in answer.content.decode()
    assert "2 × Regular" in page(browser)


def test_no_button_of_the_basket_loses_what_is_typed_beside_it(visitor, ticket, dinner, conference, put, change):
    VoucherFactory(conference=conference, code="TWENTY")
    put(visitor, ticket)
    change(visitor, f"add addon-{dinner.pk}", **{f"n__ticket-{ticket.pk}": "2"})
    assert contents(visitor, conference) == {f"t{ticket.pk}": 2, f"a{dinner.pk}": 1}
    change(visitor, "voucher", code="TWENTY", **{f"n__ticket-{ticket.pk}": "3", f"n__addon-{dinner.pk}": "1"})
    assert contents(visitor, conference) == {f"t{ticket.pk}": 3, f"a{dinner.pk}": 1}
    change(visitor, f"remove addon-{dinner.pk}", **{f"n__ticket-{ticket.pk}": "4", f"n__addon-{dinner.pk}": "2"})
    assert contents(visitor, conference) == {f"t{ticket.pk}": 4}
    change(visitor, "save", code="", **{f"n__ticket-{ticket.pk}": "5"})
    assert contents(visitor, conference) == {f"t{ticket.pk}": 5}


def test_a_code_that_was_typed_counts_whatever_is_pressed(visitor, ticket, conference, put, change):
    VoucherFactory(conference=conference, code="TWENTY")
    put(visitor, ticket, code="nonsense")
    assert "baskets" not in visitor.session
    put(visitor, ticket, code="twenty")
    assert in_session(visitor, conference)["voucher"] == "TWENTY"
    change(visitor, "no-voucher")
    assert change(visitor, "go", code="twenty").url == "/tickets/checkout/"
    assert in_session(visitor, conference)["voucher"] == "TWENTY"


def test_numbers_typed_on_the_storefront_survive_a_code(visitor, ticket, dinner, conference, put, change):
    VoucherFactory(conference=conference, code="TWENTY")
    number = {f"q__ticket__{ticket.pk}": "2", f"q__addon__{dinner.pk}": "0", "from": "storefront"}
    assert change(visitor, "voucher", code="twenty", **number).url == "/tickets/"
    shown = visitor.get("/tickets/").content.decode()
    assert f'name="q-ticket-{ticket.pk}" value="2"' in shown
    assert f'name="q-addon-{dinner.pk}" value="0"' in shown
    refused = change(visitor, "voucher", code="nonsense", **number).content.decode()
    assert f'name="q-ticket-{ticket.pk}" value="2"' in refused
    assert 'value="nonsense"' in refused
    for browser in (visitor, Client()):
        assert f'name="q-ticket-{ticket.pk}" value="0"' in browser.get("/tickets/").content.decode()


def test_adding_says_what_is_new_where_the_corner_says_how_much_there_is(visitor, ticket, put):
    put(visitor, ticket, 2)
    put(visitor, ticket, 1)
    html = page(visitor)
    assert "1 thing was put into your basket." in html
    assert "Basket (3)" in " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_each_reason_of_a_lower_price_has_its_amount(visitor, ticket, dinner, conference, put, change):
    TimeOrStockLimitConditionFactory(conference=conference, name="Early bird", ticket_types=[ticket])
    VoucherFactory(conference=conference, code="TWENTY")
    put(visitor, ticket, 2)
    put(visitor, dinner, 1)
    change(visitor, "voucher", code="twenty")
    text = " ".join(re.sub(r"<[^>]+>", "", page(visitor)).split())
    assert "€100.00 × 2, less €20.00 (Early bird), less €36.00 (TWENTY)" in text
    assert "€25.00 × 1, less €5.00 (TWENTY)" in text
    text = " ".join(re.sub(r"<[^>]+>", "", visitor.get("/tickets/").content.decode()).split())
    assert "€10.00 less: Early bird" in text
    assert "€18.00 less: voucher TWENTY" in text
    assert "€5.00 less: voucher TWENTY" in text
