"""Names do not carry web addresses into mails to strangers."""

import pytest
from django.core.exceptions import ValidationError

from registration.models import TicketType
from registration.services import attendees
from registration.services.checkout import Billing, CheckoutService
from registration.services.mails.names import require_no_address
from registration.services.orders.plan import OTHER, Holder, Plan, plan_for
from tests.factories.registration import CartItemFactory, TicketTypeFactory, paid_order_of

ADVERTISING = [
    "Win at https://evil.example",
    "see WWW.evil.example",
    "evil.example/prize",
    "HTTP://1.2.3.4",
    "win at evil.com today",
    "evil.XYZ?x=1",
]
NAMES = [
    "Ada Lovelace",
    "J.R.R. Tolkien",
    "Anna St.John",
    "Dr. Müller-Lüdenscheidt",
    "陳大文",
    "O’Neil / Smith",
    "Sammy Davis, Jr.",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_names(name):
    require_no_address(name)


@pytest.mark.parametrize("name", ADVERTISING)
def test_web_addresses_are_not(name):
    with pytest.raises(ValidationError, match="without web addresses"):
        require_no_address(name)


@pytest.mark.django_db
def test_a_holder_is_not_named_by_an_address(conference):
    ticket = paid_order_of(TicketTypeFactory(conference=conference)).attendees.get()
    with pytest.raises(ValidationError) as error:
        attendees.assign(ticket, name=ADVERTISING[0], email="ben@example.org")
    assert list(error.value.message_dict) == ["name"]
    attendees.assign(ticket, name=NAMES[0], email="ben@example.org")


def test_nor_at_the_checkout():
    kind = TicketType(pk=1, name="Regular")
    for name, is_fine in ((NAMES[0], True), (ADVERTISING[0], False)):
        wishes = Plan(holders=(Holder(1, 1, OTHER, name, "ben@example.org"),))
        if is_fine:
            assert plan_for([(kind, 1)], wishes).holders[0].name == name
        else:
            with pytest.raises(ValidationError, match="without web addresses"):
                plan_for([(kind, 1)], wishes)


@pytest.mark.django_db
def test_nor_is_a_buyer(conference):
    cart = CartItemFactory(ticket_type=TicketTypeFactory(conference=conference), cart__conference=conference).cart
    with pytest.raises(ValidationError, match="without web addresses"):
        CheckoutService.checkout(cart, billing=Billing(ADVERTISING[0], "ada@example.org"))
    assert CheckoutService.checkout(cart, billing=Billing(NAMES[0], "ada@example.org")).billing_name == NAMES[0]
