"""Stored baskets are read, and stay as they are."""

import datetime as dt

import pytest
from django.utils import timezone

from registration.models import Cart
from registration.queries.carts import is_over, open_cart, order_of, standing_cart, units_in
from tests.factories.conference import UserFactory
from tests.factories.registration import CartFactory, CartItemFactory, TicketTypeFactory
from tests.factories.registration import order_of as make_order

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "ends_in", "stands", "opens"),
    [
        (Cart.Status.OPEN, None, True, True),
        (Cart.Status.OPEN, MINUTE, True, True),
        (Cart.Status.OPEN, -MINUTE, True, False),
        (Cart.Status.CHECKED_OUT, MINUTE, False, False),
        (Cart.Status.EXPIRED, -MINUTE, False, False),
    ],
)
def test_which_basket_is_open(conference, django_assert_num_queries, status, ends_in, stands, opens):
    ends = ends_in and timezone.now() + ends_in
    cart = CartFactory(conference=conference, status=status, expires_at=ends)
    with django_assert_num_queries(2):
        assert standing_cart(cart.user, conference) == (cart if stands else None)
        assert open_cart(cart.user, conference) == (cart if opens else None)
    assert is_over(cart) is (ends_in == -MINUTE)
    before, _ = (cart.status, cart.updated_at), cart.refresh_from_db()
    assert (cart.status, cart.updated_at) == before


def test_somebody_elses_basket_is_not_found(conference):
    CartFactory(conference=conference)
    assert open_cart(UserFactory(), conference) is None


def test_how_many_things_are_in_it(conference):
    cart = CartFactory(conference=conference)
    assert units_in(cart) == 0
    for quantity in (2, 3):
        CartItemFactory(cart=cart, ticket_type=TicketTypeFactory(conference=conference), quantity=quantity)
    assert units_in(cart) == 5


def test_the_order_of_a_basket_is_its_buyers(conference):
    cart = CartFactory(conference=conference)
    order = make_order(TicketTypeFactory(conference=conference), user=cart.user, cart=cart)
    assert order_of(cart.pk, cart.user) == order
    assert order_of(cart.pk, UserFactory()) is None
    assert order_of(cart.pk + 1, cart.user) is None
