"""How long a waiting order keeps its stock."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from registration.models import Order, SalesSettings
from registration.services.orders.holds import hold_until, last_moment, time_to_pay, usual_time
from tests.factories.registration import TicketTypeFactory, order_of

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 6, 1, 22, 30, tzinfo=dt.UTC)  # in Berlin the next day has begun


@pytest.fixture
def conference(conference):
    """Return a conference in Berlin that waits three days for a transfer."""
    conference.timezone = "Europe/Berlin"
    conference.save()
    SalesSettings.objects.create(conference=conference, transfer_days=3)
    return conference


def test_a_card_has_minutes(conference):
    assert hold_until(conference, Order.PayBy.CARD, NOW) == NOW + usual_time()


def test_a_transfer_has_days_to_the_end_of_the_last_one_where_the_conference_is(conference):
    expected = dt.datetime(2027, 6, 5, 23, 59, 59, tzinfo=ZoneInfo("Europe/Berlin"))
    assert hold_until(conference, Order.PayBy.TRANSFER, NOW) == expected


@pytest.mark.parametrize(("age", "left"), [(0, 1), (1, 1), (2, 1), (2.5, 0.5), (3, 0), (4, -1)])
def test_beginning_to_pay_prolongs_up_to_the_last_moment(conference, monkeypatch, age, left):
    order = order_of(TicketTypeFactory(conference=conference))
    order.created_at = NOW
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + age * usual_time())
    assert last_moment(order) == NOW + 3 * usual_time()
    assert time_to_pay(order) - timezone.now() == left * usual_time()
