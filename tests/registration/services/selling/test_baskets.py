"""Baskets of visitors: the same rules as carts, and how they become one."""

import json

import pytest

from registration.errors import NotForSaleError, SoldOutError
from registration.models import Cart, Order
from registration.queries.catalogue import load_catalogue
from registration.services import cart as carts
from registration.services.selling import baskets
from registration.services.selling.adoption import adopt
from registration.services.selling.summaries import price_for
from tests.factories.conference import UserFactory
from tests.factories.registration import AddOnFactory, TicketTypeFactory, VoucherFactory, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(conference):
    return TicketTypeFactory(conference=conference, name="Regular", total_quantity=5, limit_per_user=4)


@pytest.fixture
def dinner(conference, ticket):
    return AddOnFactory(conference=conference, name="Dinner", requires_ticket_types=[ticket])


@pytest.fixture
def basket(conference, ticket):
    made = baskets.empty()
    baskets.add(made, conference, [(ticket, 2)])
    return made


def held(basket, conference):
    return {product.name: number for product, number in baskets.lines_of(basket, load_catalogue(conference)).items()}


def test_a_basket_is_plain_data(basket, conference, ticket):
    baskets.note_campaign(basket, baskets.campaign_of({"utm_source": "a" * 300, "utm_medium": "\x00", "other": "x"}))
    stored = json.loads(json.dumps(basket))
    assert stored == {"tickets": {str(ticket.pk): 2}, "addons": {}, "voucher": "", "utm": {"utm_source": "a" * 200}}
    assert held(stored, conference) == {"Regular": 2}
    assert baskets.count_of(stored) == 2


@pytest.mark.parametrize("number", [0, -1, 4, 10**9])
def test_numbers_that_cannot_be_had_change_nothing(basket, conference, ticket, number):
    with pytest.raises(NotForSaleError):
        baskets.add(basket, conference, [(ticket, number)])
    assert held(basket, conference) == {"Regular": 2}


def test_all_or_none(basket, conference, dinner):
    other = TicketTypeFactory(conference=conference, is_active=False)
    with pytest.raises(NotForSaleError):
        baskets.add(basket, conference, [(dinner, 1), (other, 1)])
    assert held(basket, conference) == {"Regular": 2}


def test_sold_out_is_said(basket, conference, ticket):
    order_of((ticket, 5), status=Order.Status.PAID)
    with pytest.raises(SoldOutError):
        baskets.add(basket, conference, [(ticket, 1)])


def test_another_conferences_product_is_refused(basket, conference):
    with pytest.raises(NotForSaleError, match="another conference"):
        baskets.add(basket, conference, [(TicketTypeFactory(), 1)])


def test_addons_need_their_tickets_and_go_with_them(basket, conference, ticket, dinner):
    with pytest.raises(NotForSaleError):
        baskets.add(basket, conference, [(dinner, 3)])
    baskets.add(basket, conference, [(dinner, 2)])
    baskets.set_quantities(basket, conference, {ticket: 1})
    assert held(basket, conference) == {"Regular": 1, "Dinner": 1}
    baskets.set_quantities(basket, conference, {ticket: 0})
    assert held(basket, conference) == {}


def test_a_voucher_opens_hidden_tickets_and_takes_them_along(basket, conference):
    hidden = TicketTypeFactory(conference=conference, name="Hidden", requires_voucher=True)
    with pytest.raises(NotForSaleError):
        baskets.add(basket, conference, [(hidden, 1)])
    VoucherFactory(conference=conference, code="OPEN", unlocks_hidden_tickets=True)
    baskets.apply_voucher(basket, conference, "open\x00 ")
    baskets.add(basket, conference, [(hidden, 1)])
    assert held(basket, conference) == {"Regular": 2, "Hidden": 1}
    baskets.remove_voucher(basket, conference)
    assert held(basket, conference) == {"Regular": 2}


@pytest.mark.parametrize("code", ["", "\x00", "NONE", "x" * 10_000, "' OR 1=1"])
def test_codes_that_are_none(basket, conference, code):
    with pytest.raises(NotForSaleError):
        baskets.apply_voucher(basket, conference, code)
    assert basket["voucher"] == ""


def test_the_price_is_that_of_a_cart(basket, conference, dinner):
    VoucherFactory(conference=conference, code="TWENTY")
    baskets.apply_voucher(basket, conference, "TWENTY")
    baskets.add(basket, conference, [(dinner, 1)])
    voucher, lines = baskets.voucher_of(basket, conference), baskets.lines_of(basket, load_catalogue(conference))
    found = price_for(conference, None, voucher, lines.items())
    adopted = adopt(basket, UserFactory(), conference)
    assert found.total == carts.get_summary(adopted.cart).total == 180
    assert found.discount == 45


def test_a_basket_becomes_the_open_cart(basket, conference, ticket, dinner):
    user = UserFactory()
    cart = carts.get_or_create_cart(user, conference)
    carts.add_ticket(cart, ticket, 1)
    baskets.add(basket, conference, [(dinner, 1)])
    baskets.note_campaign(basket, {"utm_source": "news"})
    adopted = adopt(basket, user, conference)
    assert adopted.told == []
    assert adopted.cart == cart == Cart.objects.get()
    assert {item.product.name: item.quantity for item in carts.items_of(cart)} == {"Regular": 2, "Dinner": 1}
    assert Cart.objects.get().utm_source == "news"


def test_what_fits_no_more_is_told(basket, conference, ticket, dinner):
    user = UserFactory()
    VoucherFactory(conference=conference, code="GONE")
    baskets.apply_voucher(basket, conference, "GONE")
    conference.vouchers.update(is_active=False)
    order_of((ticket, 4), status=Order.Status.PAID, user=user)
    adopted = adopt(basket, user, conference)
    assert adopted.told == [
        "GONE: This voucher is not valid any more.",
        "Only 1 of “Regular” are left.",
    ]
    assert not adopted.cart.items.exists()


def test_products_that_are_gone_are_passed_over(basket, conference, ticket):
    ticket.delete()
    assert held(basket, conference) == {}
    assert adopt(basket, UserFactory(), conference).told == []


@pytest.mark.parametrize("number", [1, 20])
def test_adding_takes_the_same_queries_for_any_number(conference, django_assert_num_queries, number):
    wanted = [(ticket, 1) for ticket in TicketTypeFactory.create_batch(number, conference=conference)]
    VoucherFactory(conference=conference, code="V")
    basket = baskets.empty()
    baskets.apply_voucher(basket, conference, "V")
    with django_assert_num_queries(3):
        baskets.add(basket, conference, wanted)
