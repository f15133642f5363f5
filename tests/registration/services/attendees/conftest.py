"""A paid order with two tickets that nobody holds yet."""

import pytest

from tests.factories.registration import TicketTypeFactory, paid_order_of


@pytest.fixture
def order(conference):
    """Return a paid order of two tickets, without names."""
    order = paid_order_of((TicketTypeFactory(conference=conference), 2))
    order.attendees.update(name="", email="")
    return order


@pytest.fixture
def ticket(order):
    """Return the order's first ticket."""
    return order.attendees.first()


@pytest.fixture
def other_ticket(order):
    """Return the order's second ticket."""
    return order.attendees.last()
