"""The state of an order in words: where the money is, and what to do next."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from cms.shop.order_state import in_words
from registration.models import Order, Refund
from registration.queries.order_page import order_page
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import PaymentFactory, RefundFactory, TicketTypeFactory, order_of, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Return a paid order of 200.00."""
    conference = ConferenceFactory(currency="EUR")
    return paid_order_of((TicketTypeFactory(conference=conference, price=Decimal("100.00")), 2))


def sentence_of(order: Order) -> str:
    with translation.override("en"):
        return in_words(order_page(order)).sentence


def test_what_became_store_credit_did_not_go_back(order):
    order.status = Order.Status.PARTIALLY_REFUNDED
    RefundFactory(payment=order.payments.get(), amount=Decimal("40.00"), to=Refund.To.CREDIT)
    assert sentence_of(order) == "You got €40.00 as store credit."
    RefundFactory(payment=order.payments.get(), amount=Decimal("10.00"))
    assert sentence_of(order) == "€10.00 went back to you. You got €40.00 as store credit."
    order.status = Order.Status.REFUNDED
    assert sentence_of(order).endswith("You got €40.00 as store credit. The tickets are not valid any more.")


def test_who_paid_too_much_reads_that_it_comes_back(order):
    assert "more than it costs" not in sentence_of(order)
    PaymentFactory(order=order, amount=Decimal("10.00"))
    assert sentence_of(order) == "You paid €10.00 more than it costs; the organizers give it back."


@pytest.mark.parametrize("way_out", [Order.Status.CANCELLED, Order.Status.PENDING])
def test_an_order_that_is_over_leads_to_the_tickets(ticket, buyer, way_out):
    order = order_of(ticket, user=buyer.user)
    url, link = f"/tickets/orders/{order.reference}/", '<a class="button button--primary" href="/tickets/">'
    assert link not in buyer.get(url).content.decode()
    long_ago = timezone.now() - dt.timedelta(days=1)
    Order.objects.update(status=way_out, hold_expires_at=long_ago, created_at=long_ago)
    assert link in buyer.get(url).content.decode()
