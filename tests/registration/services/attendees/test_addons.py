"""Add-ons can be moved between the tickets of one buyer, where they fit and while there is time."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from registration.models import Attendee, AttendeeAddOn, SalesSettings
from registration.services import attendees
from tests.factories.registration import (
    AddOnFactory,
    AttendeeFactory,
    OrderLineItemFactory,
    TicketTypeFactory,
    paid_order_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dinner(ticket):
    """Return a dinner that goes with the first ticket."""
    line = OrderLineItemFactory(
        order=ticket.order,
        ticket_type=None,
        addon=AddOnFactory(conference=ticket.conference, requires_ticket_types=[ticket.line.ticket_type]),
        quantity=2,
    )
    return AttendeeAddOn.objects.create(attendee=ticket, line=line)


def refusal(dinner, target) -> str:
    with pytest.raises(ValidationError) as error:
        attendees.move_addon(dinner, to=target)
    dinner.refresh_from_db()
    assert dinner.attendee_id != target.pk
    return " ".join(error.value.messages)


def test_an_add_on_moves_to_another_ticket_of_the_buyer(dinner, other_ticket):
    attendees.move_addon(dinner, to=other_ticket)
    dinner.refresh_from_db()
    assert dinner.attendee == other_ticket


def test_an_add_on_moves_to_a_ticket_the_buyer_bought_another_time(dinner, order):
    later = paid_order_of(dinner.attendee.line.ticket_type, user=order.user)
    attendees.move_addon(dinner, to=later.attendees.get())
    dinner.refresh_from_db()
    assert dinner.attendee.order == later


def test_an_add_on_does_not_move_to_another_buyers_ticket(dinner):
    assert "cannot go with" in refusal(dinner, paid_order_of(dinner.attendee.line.ticket_type).attendees.get())


def test_an_add_on_does_not_move_to_a_ticket_that_must_not_have_it(dinner, order):
    line = OrderLineItemFactory(order=order, ticket_type=TicketTypeFactory(conference=order.conference))
    assert "cannot go with" in refusal(
        dinner, AttendeeFactory(order=order, conference=order.conference, line=line, unit=1)
    )


def test_a_ticket_takes_one_of_an_add_on_that_asks_for_it(dinner, other_ticket):
    AttendeeAddOn.objects.create(attendee=other_ticket, line=dinner.line, unit=2)
    assert "cannot go with" in refusal(dinner, other_ticket)


def test_nothing_moves_to_an_ended_ticket_or_after_the_deadline(dinner, other_ticket):
    attendees.revoke(Attendee.objects.filter(pk=other_ticket.pk))
    assert "has ended" in refusal(dinner, other_ticket)
    other_ticket.revoked_at = None
    other_ticket.save()
    SalesSettings.objects.create(conference=other_ticket.conference, changes_until=timezone.now())
    assert "any more" in refusal(dinner, other_ticket)
