"""How often Stripe is asked while a buyer waits, and what happens when it cannot be asked."""

import pytest
from django.core.cache import cache

from registration.models import Order, Payment
from registration.services.money import news
from registration.stripe_errors import StripeProblemError
from tests.factories.registration import PaymentFactory, TicketTypeFactory, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(conference):
    """Return a waiting order whose card payment was begun."""
    cache.clear()
    order = order_of(TicketTypeFactory(conference=conference))
    PaymentFactory(
        order=order,
        method=Payment.Method.STRIPE,
        status=Payment.Status.PENDING,
        received_at=None,
        stripe_payment_intent_id="pi_1",
    )
    return order


@pytest.fixture
def asked(monkeypatch):
    """Return the intents that were asked about."""
    asked = []
    monkeypatch.setattr(news, "fetch_and_settle", lambda _conference, intent: asked.append(intent))
    return asked


def test_stripe_is_asked_once_every_few_seconds(order, asked):
    news.ask_for_news(order)
    news.ask_for_news(order)
    assert asked == ["pi_1"]
    cache.clear()
    news.ask_for_news(order)
    assert asked == ["pi_1", "pi_1"]


def test_an_order_that_does_not_wait_is_not_asked_about(order, asked):
    order.status = Order.Status.PAID
    news.ask_for_news(order)
    assert asked == []


def test_stripe_in_trouble_stops_nothing(order, monkeypatch, caplog):
    def fail(*_about):
        raise StripeProblemError("no answer")

    monkeypatch.setattr(news, "fetch_and_settle", fail)
    news.ask_for_news(order)
    assert "was not asked about" in caplog.text
