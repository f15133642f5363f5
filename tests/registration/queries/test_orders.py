"""Orders as their buyers see them."""

import pytest

from registration.models import Attendee
from registration.queries.orders import orders_of
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import TicketTypeFactory, order_of, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory()


def test_ones_own_at_these_conferences_the_latest_first(conference, ada):
    ticket = TicketTypeFactory(conference=conference)
    first, second = order_of(ticket, user=ada), paid_order_of(ticket, user=ada)
    order_of(ticket)
    elsewhere = order_of(TicketTypeFactory(conference=ConferenceFactory()), user=ada)
    assert orders_of(ada, [conference]) == [second, first]
    assert orders_of(ada, [conference, elsewhere.conference]) == [elsewhere, second, first]
    assert orders_of(UserFactory(), [conference]) == []


def test_tickets_that_somebody_else_claimed_are_not_the_buyers_to_show(conference, ada):
    paid_order_of(TicketTypeFactory(conference=conference), user=ada)
    assert [order.has_tickets for order in orders_of(ada, [conference])] == [True]
    Attendee.objects.update(user=UserFactory())
    assert [order.has_tickets for order in orders_of(ada, [conference])] == [False]


@pytest.mark.parametrize("number", [1, 10])
def test_two_statements(conference, ada, django_assert_num_queries, number):
    ticket = TicketTypeFactory(conference=conference)
    for _number in range(number):
        paid_order_of(ticket, user=ada)
    with django_assert_num_queries(2):
        found = [(order.conference.name, order.documents) for order in orders_of(ada, [conference])]
    assert len(found) == number
