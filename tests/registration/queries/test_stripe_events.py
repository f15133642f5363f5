"""Which orders an event of Stripe's is about."""

import pytest

from registration.models import StripeEvent
from registration.queries.stripe_events import orders_of
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import PaymentFactory, TicketTypeFactory, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Return an order with a payment by card."""
    found = order_of(TicketTypeFactory())
    PaymentFactory(order=found, stripe_payment_intent_id="pi_1", stripe_charge_id="ch_1")
    return found


def event(conference, object_id="", payload=None):
    return StripeEvent(conference=conference, object_id=object_id, payload=payload or {})


@pytest.mark.parametrize(
    ("object_id", "payload"),
    [
        ("pi_1", {}),
        ("ch_1", {}),
        ("re_1", {"data": {"object": {"payment_intent": "pi_1"}}}),
    ],
)
def test_an_event_names_a_payment_itself_or_in_its_object(order, object_id, payload):
    assert list(orders_of(event(order.conference, object_id, payload))) == [order]


def test_an_event_that_names_no_payment_or_one_elsewhere_has_no_orders(order):
    PaymentFactory(order=order_of(TicketTypeFactory(conference=order.conference)))  # its ids are empty
    assert list(orders_of(event(order.conference))) == []
    assert (
        list(orders_of(event(order.conference, "pi_2", {"data": {"object": {"payment_intent": {"id": "pi_1"}}}}))) == []
    )
    assert list(orders_of(event(ConferenceFactory(), "pi_1"))) == []
