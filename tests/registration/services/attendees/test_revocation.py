"""Tickets and add-ons end with their refund, in an order that hurts least, and come back when the refund fails."""

import pytest

from conference.models import OutboxMail
from registration.models import AttendeeAddOn
from registration.services import attendees
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import AddOnFactory, TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return ConferenceFactory()


@pytest.fixture
def three(conference):
    """A line of three tickets: the first claimed, the second named, the third nobody's."""
    order = paid_order_of((TicketTypeFactory(conference=conference), 3))
    first, second, third = order.attendees.all()
    first.user = UserFactory()
    first.save()
    third.name = third.email = ""
    third.save()
    return order.line_items.get(), [first, second, third]


def test_tickets_nobody_was_named_for_end_first(three):
    line, (first, second, third) = three
    assert attendees.revoke_units(line, 1) == [third]
    assert attendees.revoke_units(line, 1) == [second]
    assert attendees.revoke_units(line, 5) == [first]
    assert attendees.revoke_units(line, 1) == []


def test_of_equal_tickets_the_latest_ends(conference):
    order = paid_order_of((TicketTypeFactory(conference=conference), 3))
    (ended,) = attendees.revoke_units(order.line_items.get(), 1)
    assert ended.unit == 3


def test_a_holder_is_told_that_the_ticket_ended_and_the_buyer_is_not(three):
    line, (first, second, _third) = three
    first.user = line.order.user
    first.save()
    attendees.revoke_units(line, 3)
    assert list(OutboxMail.objects.filter(kind="ticket.revoked").values_list("to", flat=True)) == [second.email]


def test_an_ended_ticket_comes_back_when_the_money_did_not_go(three):
    line, (first, _second, _third) = three
    attendees.revoke_units(line, 3)
    assert attendees.restore_units(line, 3) == 3
    first.refresh_from_db()
    assert first.revoked_at is None
    assert first.user is not None


def test_a_ticket_comes_back_without_a_holder_who_has_another_one_now(three):
    line, (first, _second, _third) = three
    attendees.revoke_units(line, 3)
    other = paid_order_of(line.ticket_type).attendees.get()
    other.user = first.user
    other.save()
    attendees.restore_units(line, 3)
    first.refresh_from_db()
    assert (first.revoked_at, first.user) == (None, None)


@pytest.fixture
def dinner(conference):
    """Two tickets with one dinner each, that only they allow: ticket line, dinner line, tickets, dinners."""
    kind = TicketTypeFactory(conference=conference)
    order = paid_order_of((kind, 2), (AddOnFactory(conference=conference, requires_ticket_types=[kind]), 2))
    tickets, line = list(order.attendees.all()), order.line_items.get(addon__isnull=False)
    dinners = [AttendeeAddOn.objects.create(attendee=t, line=line, unit=n + 1) for n, t in enumerate(tickets)]
    return order.line_items.get(ticket_type__isnull=False), line, tickets, dinners


def test_the_add_on_of_an_ended_ticket_ends_before_others(dinner):
    _ticket_line, line, tickets, dinners = dinner
    attendees.revoke(tickets[:1])
    assert attendees.revoke_units(line, 1) == [dinners[0]]
    assert line.attendee_addons.get(revoked_at__isnull=True).attendee == tickets[1]


def test_an_add_on_whose_ticket_ended_moves_to_a_ticket_without_one(dinner):
    ticket_line, _line, tickets, dinners = dinner
    dinners[1].delete()
    attendees.revoke(tickets[:1])
    assert attendees.settle_addons(ticket_line.order) == 1
    dinners[0].refresh_from_db()
    assert dinners[0].attendee == tickets[1]


def test_an_add_on_stays_when_no_other_ticket_may_take_it(dinner):
    ticket_line, _line, tickets, dinners = dinner
    attendees.revoke(tickets[:1])
    assert attendees.settle_addons(ticket_line.order) == 0
    dinners[0].refresh_from_db()
    assert (dinners[0].attendee, dinners[0].revoked_at) == (tickets[0], None)
