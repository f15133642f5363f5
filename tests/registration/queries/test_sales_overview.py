"""The few figures on the admin's front page."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from registration.models import Order, Payment
from registration.queries.sales_overview import sales_overview
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import (
    AddOnFactory,
    DiscrepancyFactory,
    PaymentFactory,
    RefundFactory,
    StripeEventFactory,
    TicketTypeFactory,
    order_of,
    paid_order_of,
)
from tests.registration.queries.conftest import BACK, PAID, TAKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(conference):
    return TicketTypeFactory(conference=conference)


def test_tickets_sold_and_places_left(conference, ticket, sold_in_every_state):
    conference.total_capacity = 100
    conference.save()
    sold_in_every_state(ticket)
    order_of((ticket, 3), (AddOnFactory(conference=conference), 5), status=Order.Status.PAID, is_test=True)
    order_of((ticket, 1), is_test=True)
    Order.objects.filter(status=Order.Status.PAID).update(paid_at=timezone.now() - dt.timedelta(days=2))
    Order.objects.filter(status=Order.Status.PARTIALLY_REFUNDED).update(paid_at=timezone.now())
    figures = sales_overview(conference)
    assert (figures.tickets, figures.tickets_today, figures.waiting) == (PAID + BACK, BACK, 1)
    assert figures.left == 100 - TAKEN - 4  # a test takes its place, too
    assert figures.left_to_tests == 4


def test_money_is_what_came_and_stayed(conference, ticket):
    paid_order_of(ticket)
    old = paid_order_of(ticket)
    Payment.objects.filter(order=old).update(received_at=timezone.now() - dt.timedelta(days=2))
    RefundFactory(payment=old.payments.get(), amount=Decimal("30.00"))
    paid_order_of(ticket, is_test=True)
    paid_order_of(ticket, method=Payment.Method.CREDIT)
    PaymentFactory(order=order_of(ticket), status=Payment.Status.FAILED)
    figures = sales_overview(conference)
    assert (figures.received, figures.received_today) == (Decimal("170.00"), Decimal("70.00"))


def test_what_waits_for_somebody(conference):
    DiscrepancyFactory(conference=conference)
    DiscrepancyFactory(conference=conference, resolved_at=timezone.now())
    StripeEventFactory(conference=conference, attempts=2, processed=False)
    StripeEventFactory(conference=conference, attempts=1, processed=True)
    figures = sales_overview(conference)
    assert (figures.differences, figures.failed_events) == (1, 1)


def test_another_conference_is_not_counted(conference):
    other = ConferenceFactory()
    paid_order_of(TicketTypeFactory(conference=other))
    order_of(TicketTypeFactory(conference=other))
    DiscrepancyFactory(conference=other)
    StripeEventFactory(conference=other, attempts=2, processed=False)
    figures = sales_overview(conference)
    assert (figures.tickets, figures.received, figures.waiting) == (0, 0, 0)
    assert (figures.differences, figures.failed_events, figures.left) == (0, 0, None)


@pytest.mark.parametrize("number", [1, 10])
def test_six_statements(conference, ticket, django_assert_num_queries, number):
    for _number in range(number):
        paid_order_of(ticket)
        order_of(ticket)
    with django_assert_num_queries(6):
        assert sales_overview(conference).tickets == number
