"""Mails about a ticket that nobody bought, such as a speaker's: it comes from the conference."""

import pytest

from conference.models import OutboxMail
from registration.services import attendees
from registration.services.mails.notices import tell_assigned
from registration.services.mails.tickets import tell_new_holder
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import AttendeeFactory, TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest():
    """Return a ticket without an order."""
    conference = ConferenceFactory(name="Harbour Days")
    return AttendeeFactory(conference=conference, order=None, line=None, name="Ada", email="ada@example.org")


def text_of(kind: str) -> str:
    return OutboxMail.objects.get(kind=kind).text


def test_the_conference_has_a_ticket_for_its_guest(guest):
    tell_assigned(guest)
    assert "Harbour Days has a ticket for you: Guest, Harbour Days" in text_of("ticket.assigned")
    tell_new_holder(guest, former="")
    assert "Harbour Days passes a ticket on to you: Guest" in text_of("ticket.transferred")


def test_a_guest_hears_that_the_ticket_ended_and_nobody_of_the_claim(guest):
    attendees.claim(guest.claim_token, user=UserFactory(email="ada@example.org"), accepts_conduct=True)
    assert not OutboxMail.objects.exists()
    attendees.revoke(type(guest).objects.filter(pk=guest.pk))
    assert "Harbour Days" in text_of("ticket.revoked")
    assert OutboxMail.objects.get().to == "ada@example.org"


def test_a_bought_ticket_comes_from_its_buyer():
    order = paid_order_of(TicketTypeFactory(name="Regular"), billing_name="Bea Buyer")
    tell_assigned(order.attendees.get())
    assert "Bea Buyer has a ticket for you: Regular" in text_of("ticket.assigned")
