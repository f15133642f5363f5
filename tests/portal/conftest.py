"""A buyer with three tickets and a dinner at the conference of this host."""

import pytest

from registration.models import AttendeeAddOn
from tests.factories.conference import UserFactory
from tests.factories.registration import AddOnFactory, TicketTypeFactory, paid_order_of


@pytest.fixture
def buyer(db):
    """Return somebody who bought tickets."""
    return UserFactory(name="Bea Buyer", email="bea@example.org")


@pytest.fixture
def order(home, conference, buyer):
    """Return a paid order of three tickets without names; the first one goes with a dinner."""
    kind = TicketTypeFactory(conference=conference, name="Regular")
    order = paid_order_of((kind, 3), AddOnFactory(conference=conference, name="Dinner"), user=buyer)
    order.attendees.update(name="", email="")
    line = order.line_items.get(addon__isnull=False)
    AttendeeAddOn.objects.create(attendee=order.attendees.first(), line=line)
    return order


@pytest.fixture
def ticket(order):
    """Return the ticket with the dinner."""
    return order.attendees.first()


@pytest.fixture
def held(ticket):
    """Return the same ticket, claimed by Ada."""
    ada = UserFactory(name="Ada Lovelace", email="ada@example.org")
    ticket.user, ticket.name, ticket.email = ada, ada.name, ada.email
    ticket.save()
    return ticket
