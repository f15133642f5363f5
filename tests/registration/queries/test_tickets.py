"""Tickets as their holders and buyers see them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from registration.models import Attendee, AttendeeAddOn, Order
from registration.queries.tickets import HeldTicket, held_by, tickets_by_conference, tickets_held
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import AddOnFactory, AttendeeFactory, TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db
NOBODY = {"name": "", "email": ""}


@pytest.fixture
def ada():
    return UserFactory()


def states(groups):
    return [(row.state, row.ticket.unit) for group in groups for row in [*group.held, *group.bought]]


def test_how_far_each_ticket_is(conference, ada):
    order = paid_order_of((TicketTypeFactory(conference=conference), 5), user=ada)
    tickets = list(Attendee.objects.filter(order=order).order_by("unit"))
    changes = [{"user": ada}, {"user": UserFactory()}, {"name": "Bob"}, {"revoked_at": timezone.now()}, NOBODY]
    for ticket, change in zip(tickets, changes, strict=True):
        Attendee.objects.filter(pk=ticket.pk).update(**change)
    groups = tickets_by_conference(ada, [conference])
    assert states(groups) == [("mine", 1), ("claimed", 2), ("waiting", 3), ("ended", 4), ("nameless", 5)]
    assert groups[0].bought[0].code == ""  # claimed: its code is its holder's


def test_the_tickets_that_somebody_holds_and_which_of_them_carry_add_ons(conference, ada, django_assert_num_queries):
    kind = TicketTypeFactory(conference=conference, name="Regular")
    bought = paid_order_of(kind, user=UserFactory()).attendees.get()
    Attendee.objects.filter(pk=bought.pk).update(user=ada)
    with django_assert_num_queries(1):
        assert held_by(ada, conference) == [HeldTicket(bought.pk, kind.pk, "Regular", has_line=True)]
    dinners = [AddOnFactory(conference=conference) for _number in range(2)]
    for line in paid_order_of(*dinners).line_items.all():
        AttendeeAddOn.objects.create(attendee=bought, line=line)
    AttendeeAddOn.objects.filter(line__addon=dinners[1]).update(revoked_at=timezone.now())
    with django_assert_num_queries(1):
        assert [ticket.addons for ticket in held_by(ada, conference)] == [{dinners[0].pk}]
    Attendee.objects.filter(pk=bought.pk).update(revoked_at=timezone.now())
    AttendeeFactory(user=ada)  # elsewhere
    guest = AttendeeFactory(conference=conference, user=ada)
    assert held_by(ada, conference) == [HeldTicket(guest.pk, None, "", has_line=False)]
    with django_assert_num_queries(0):
        assert held_by(None, conference) == held_by(AnonymousUser(), conference) == []


def test_only_at_these_conferences_and_only_ones_own(conference, ada):
    other = ConferenceFactory()
    for where, buyer in ((conference, ada), (other, ada), (conference, UserFactory())):
        paid_order_of(TicketTypeFactory(conference=where), user=buyer)
    assert [group.conference for group in tickets_by_conference(ada, [conference])] == [conference]
    assert len(states(tickets_by_conference(ada, [conference, other]))) == 2
    assert states(tickets_by_conference(UserFactory(), [conference])) == []


def test_a_ticket_is_seen_once_its_order_was_paid(conference, ada):
    paid_order_of(TicketTypeFactory(conference=conference), user=ada)
    Attendee.objects.update(user=ada)
    assert [row.state for row in tickets_held(ada, [conference])] == ["mine"]
    Order.objects.update(status=Order.Status.CANCELLED)
    assert tickets_held(ada, [conference]) == tickets_by_conference(ada, [conference]) == []


@pytest.mark.parametrize("number", [1, 10])
def test_two_statements(conference, ada, django_assert_num_queries, number):
    paid_order_of((TicketTypeFactory(conference=conference), number), user=ada)
    with django_assert_num_queries(2):
        assert len(states(tickets_by_conference(ada, [conference]))) == number
    Attendee.objects.filter(unit=1).update(user=ada)
    with django_assert_num_queries(2):
        assert len(tickets_held(ada, [conference])) == 1
