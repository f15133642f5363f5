"""Whose the tickets of a checkout are: each person has one."""

import pytest

from registration.models import Attendee, Order
from tests.cms.shop.checking_out import URL, filled, problems_in
from tests.factories.registration import (
    paid_order_of,
)

pytestmark = pytest.mark.django_db


def test_only_one_ticket_is_the_buyers(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    answer = buyer.post(URL, filled(cart, **{f"t{ticket.pk}__2__mode": "me"}))
    assert "Only one ticket can be yours" in problems_in(answer)


def test_who_has_a_ticket_is_not_offered_another_of_their_own(buyer, ticket, dinner, cart_of):
    old = paid_order_of(ticket, user=buyer.user)
    Attendee.objects.filter(order=old).update(user=buyer.user)
    cart = cart_of(buyer.user, ticket, dinner)
    html = buyer.get(URL).content.decode()
    assert 'value="me"' not in html
    assert "You have a ticket of your own already" in html
    assert "The ticket you have: Regular" in html
    attendee = Attendee.objects.get()
    data = {**filled(cart), f"t{ticket.pk}-1-mode": "later", f"a{dinner.pk}-1-place": f"attendee-{attendee.pk}"}
    buyer.post(URL, data)
    assert Order.objects.get(cart=cart).plan["addons"][0]["attendee"] == attendee.pk


def test_who_holds_a_guest_ticket_is_not_offered_another_of_their_own(buyer, ticket, cart_of):
    Attendee.objects.create(conference=ticket.conference, user=buyer.user)
    cart = cart_of(buyer.user, ticket)
    html = buyer.get(URL).content.decode()
    assert 'value="me"' not in html
    assert "The ticket you have" not in html, "a guest’s ticket carries no add-ons"
    assert buyer.post(URL, filled(cart)).status_code == 400
    assert not Order.objects.exists()


@pytest.mark.parametrize("value", ["", "yours", "\x00", "me;later"])
def test_modes_that_are_none(buyer, ticket, cart_of, value):
    answer = buyer.post(URL, filled(cart_of(buyer.user, ticket), **{f"t{ticket.pk}__1__mode": value}))
    assert answer.status_code == 400
    assert not Order.objects.exists()


def test_two_tickets_for_one_person_are_refused(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    both = {}
    for unit in (1, 2):
        both |= {
            f"t{ticket.pk}-{unit}-mode": "other",
            f"t{ticket.pk}-{unit}-name": "G",
            f"t{ticket.pk}-{unit}-email": "g@example.org",
        }
    answer = buyer.post(URL, {**filled(cart), **both})
    assert "stands beside two tickets" in problems_in(answer)
