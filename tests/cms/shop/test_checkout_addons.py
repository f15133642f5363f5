"""Which ticket an add-on of a checkout goes with."""

import pytest

from registration.models import Order
from tests.cms.shop.checking_out import URL, filled
from tests.factories.registration import (
    paid_order_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["holder-7", "attendee-1", "holder--1", "id-1", "\x00", ""])
def test_places_that_are_none(buyer, ticket, dinner, cart_of, place):
    paid_order_of(ticket)  # somebody else's ticket, with a number to guess
    cart = cart_of(buyer.user, ticket, ticket, dinner)
    answer = buyer.post(URL, filled(cart, **{f"a{dinner.pk}__1__place": place}))
    assert answer.status_code == 400
    assert Order.objects.filter(user=buyer.user).count() == 0
