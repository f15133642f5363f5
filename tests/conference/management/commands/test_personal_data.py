"""The operator's answer to “what do you know about me?” and “forget me”, through the registry that the shop fills."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registration.models import AttendeeProfile, Order
from tests.factories.conference import UserFactory
from tests.factories.registration import TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    """Return somebody who bought a ticket, holds it and told what they do not eat."""
    user = UserFactory(email="ada@example.org")
    order = paid_order_of(TicketTypeFactory(), user=user)
    order.attendees.update(user=user)
    AttendeeProfile.objects.create(attendee=order.attendees.get(), user=user, dietary_needs="no nuts")
    return user


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("personal_data", *arguments, stdout=out)
    return out.getvalue()


def test_a_person_is_told_what_is_stored(holder):
    paid_order_of(TicketTypeFactory(name="Somebody else’s"))
    data = json.loads(told("ADA@example.org"))["Orders, tickets and answers"]
    assert [order["reference"] for order in data["orders"]] == [Order.objects.get(user=holder).reference]
    assert data["tickets"][0]["answers"]["dietary_needs"] == "no nuts"
    assert "Somebody" not in json.dumps(data, ensure_ascii=False)
    assert AttendeeProfile.objects.exists()


def test_a_person_is_forgotten_but_for_what_must_be_kept(holder):
    assert "Orders, tickets and answers: 2 rows" in told("ada@example.org", "--delete")
    assert not AttendeeProfile.objects.exists()
    order = Order.objects.get(user=holder)
    assert order.attendees.get().user is None


def test_an_unknown_address_is_an_error():
    with pytest.raises(CommandError, match="Nobody has an account"):
        told("nobody@example.org", "--delete")
