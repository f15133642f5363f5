"""Ended tickets let nobody in, and who holds one hears of it."""

import pytest

from conference.models import OutboxMail
from registration.models import Attendee
from registration.services import attendees
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """Three tickets of an order: the first claimed, the second named, the third nobody's."""
    order = paid_order_of((TicketTypeFactory(conference=ConferenceFactory()), 3))
    first, second, third = order.attendees.all()
    first.user = UserFactory()
    first.save()
    third.name = third.email = ""
    third.save()
    return first, second, third


def told():
    return list(OutboxMail.objects.filter(kind="ticket.revoked").order_by("pk").values_list("to", flat=True))


def test_every_holder_is_told_once_that_the_ticket_ended(three):
    first, second, third = three
    assert attendees.revoke(Attendee.objects.all()) == [first, second, third]
    assert told() == [first.user.email, second.email]
    assert attendees.revoke(Attendee.objects.all()) == []
    assert told() == [first.user.email, second.email]
    assert not Attendee.objects.filter(revoked_at__isnull=True).exists()


def test_a_buyer_is_not_told_of_their_own_ticket(three):
    first, second, _third = three
    first.user = first.order.user
    first.save()
    attendees.revoke(Attendee.objects.all())
    assert told() == [second.email]


def test_only_the_chosen_tickets_end(three):
    _first, second, _third = three
    attendees.revoke(Attendee.objects.filter(pk=second.pk))
    assert list(Attendee.objects.filter(revoked_at__isnull=False)) == [second]
