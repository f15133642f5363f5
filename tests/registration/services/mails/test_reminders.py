"""Reminders of incomplete tickets: to whom they concern, not too often, and not after the deadline."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from conference.models import OutboxMail
from registration.models import Attendee, AttendeeProfile, Order, ProfileQuestion, SalesSettings
from registration.services import attendees
from registration.services.mails.reminders import remind_holders
from tests.factories.conference import UserFactory
from tests.factories.registration import TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db
DEADLINE = dt.datetime(2027, 5, 1, 10, tzinfo=dt.UTC)
CLOSE = DEADLINE - dt.timedelta(days=20)


@pytest.fixture
def order(conference):
    """Return an order of three tickets, bought in winter: one nameless, one named, one claimed."""
    SalesSettings.objects.create(conference=conference, changes_until=DEADLINE)
    with time_machine.travel(dt.datetime(2027, 1, 10, tzinfo=dt.UTC), tick=False):
        order = paid_order_of((TicketTypeFactory(conference=conference), 3))
        order.attendees.update(name="", email="")
        _nameless, named, claimed = order.attendees.all()
        attendees.assign(named, name="Ada", email="ada@example.org")
        attendees.claim(claimed.claim_token, user=UserFactory(email="ben@example.org"), accepts_conduct=True)
    return order


def reminded(at: dt.datetime) -> dict[str, str]:
    """Run the job at that moment; return {to: text} of what it wrote."""
    known = set(OutboxMail.objects.values_list("pk", flat=True))
    with time_machine.travel(at, tick=False):
        remind_holders()
    return dict(OutboxMail.objects.exclude(pk__in=known).values_list("to", "text"))


def test_the_buyer_hears_of_nameless_tickets_and_the_named_person_of_theirs(order):
    mails = reminded(CLOSE)
    assert sorted(mails) == sorted([order.billing_email, "ada@example.org"])
    assert "nobody is named" in mails[order.billing_email]
    assert "waits for you" in mails["ada@example.org"]


def test_many_nameless_tickets_are_one_mail(order):
    Attendee.objects.filter(order=order).update(user=None, email="", name="")
    mails = reminded(CLOSE)
    assert list(mails) == [order.billing_email]
    assert "3 tickets have no holder yet" in mails[order.billing_email]


def test_a_holder_hears_of_missing_answers_until_they_are_given(order):
    ProfileQuestion.objects.create(conference=order.conference, field="shirt_size", is_required=True)
    assert "Shirt size" in reminded(CLOSE)["ben@example.org"]
    holder = order.attendees.get(user__email="ben@example.org")
    AttendeeProfile.objects.update_or_create(attendee=holder, defaults={"shirt_size": "M"})
    assert "ben@example.org" not in reminded(CLOSE + dt.timedelta(days=8))


def test_nobody_hears_of_it_twice_in_a_week(order):
    assert len(reminded(CLOSE)) == 2
    assert reminded(CLOSE + dt.timedelta(hours=1)) == {}
    assert reminded(CLOSE + dt.timedelta(days=6, hours=23)) == {}
    assert len(reminded(CLOSE + dt.timedelta(days=7, hours=1))) == 2


def test_long_before_the_deadline_four_weeks_lie_between(order):
    early = dt.datetime(2027, 1, 20, tzinfo=dt.UTC)
    assert len(reminded(early)) == 2
    assert reminded(early + dt.timedelta(days=8)) == {}
    assert len(reminded(early + dt.timedelta(days=29))) == 2


def test_who_was_told_a_moment_ago_is_left_in_peace(order):
    assert reminded(dt.datetime(2027, 1, 11, tzinfo=dt.UTC)) == {}


def test_nothing_comes_after_the_deadline(order):
    assert reminded(DEADLINE + dt.timedelta(minutes=1)) == {}


@pytest.mark.parametrize("field", ["is_closed", "is_active"])
def test_nothing_comes_for_a_conference_that_is_closed_or_not_public(order, field):
    setattr(order.conference, field, field == "is_closed")
    order.conference.save()
    assert reminded(CLOSE) == {}


def test_nothing_comes_for_ended_tickets_and_unpaid_orders(order):
    order.attendees.update(revoked_at=timezone.now())
    assert reminded(CLOSE) == {}
    order.attendees.update(revoked_at=None)
    Order.objects.filter(pk=order.pk).update(status=Order.Status.REFUNDED)
    assert reminded(CLOSE) == {}
