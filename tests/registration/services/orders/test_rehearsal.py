"""Orders from the time of tests end once the shop sells for real; orders with real money never do."""

import pytest

from conference.models import OutboxMail
from registration.errors import WrongStateError
from registration.models import Attendee, Order, OrderLineItem, Payment
from registration.services.orders import rehearsal
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import PaymentFactory, TicketTypeFactory, order_of, paid_order_of

pytestmark = pytest.mark.django_db
STRIPE, MANUAL = Payment.Method.STRIPE, Payment.Method.MANUAL


def rehearsed(*products, method: str = STRIPE) -> Order:
    """Return a paid order from the time of tests."""
    order = paid_order_of(*products, method=method, is_test=True)
    order.payments.update(livemode=False)
    return order


@pytest.fixture
def conference():
    return ConferenceFactory(stripe_secret_key="sk_live_1", stripe_publishable_key="pk_live_1")


@pytest.fixture
def ticket_type(conference):
    return TicketTypeFactory(conference=conference, total_quantity=10)


@pytest.fixture
def paid(ticket_type):
    """Return a paid test order of two tickets; somebody else has claimed one."""
    order = rehearsed((ticket_type, 2))
    order.attendees.update(name="", email="")
    Attendee.objects.filter(pk=order.attendees.first().pk).update(user=UserFactory(email="ben@example.org"))
    return order


def end(conference) -> int:
    return rehearsal.end_left_over(conference, by=UserFactory())


def test_test_orders_end_and_others_stay(conference, ticket_type, paid):
    waiting = order_of(ticket_type, is_test=True)
    begun = PaymentFactory(order=waiting, method=STRIPE, status=Payment.Status.PENDING, livemode=False)
    free = rehearsed(TicketTypeFactory(conference=conference, price=0), method=Payment.Method.COMP)
    real = paid_order_of(ticket_type, method=STRIPE)
    elsewhere = rehearsed(TicketTypeFactory())
    assert rehearsal.left_over(conference).count() == 3

    assert end(conference) == 3
    states = dict(Order.objects.values_list("pk", "status"))
    assert [states[order.pk] for order in (paid, waiting, free)] == ["refunded", "cancelled", "refunded"]
    assert [states[order.pk] for order in (real, elsewhere)] == ["paid", "paid"]
    live = Attendee.objects.filter(revoked_at__isnull=True)
    assert {ticket.order_id for ticket in live} == {real.pk, elsewhere.pk}
    begun.refresh_from_db()
    assert begun.status == Payment.Status.FAILED
    assert end(conference) == 0


def test_their_places_are_free_again(conference, ticket_type, paid):
    real = paid_order_of((ticket_type, 3), method=STRIPE)
    lines = OrderLineItem.objects.filter(ticket_type=ticket_type)
    assert lines.taking_stock().units() == 5
    end(conference)
    assert lines.taking_stock().units() == 3 == real.line_items.get().quantity


def test_buyer_and_holder_hear_that_it_ended_and_nothing_of_money(conference, paid):
    end(conference)
    told = sorted(OutboxMail.objects.values_list("kind", "to"))
    assert told == [("order.test_ended", paid.user.email), ("ticket.revoked", "ben@example.org")]
    assert not any("back" in text or "refund" in text for text in OutboxMail.objects.values_list("text", flat=True))
    assert not paid.refunds.exists()


def test_orders_with_money_that_may_be_real_are_left_to_people(conference, ticket_type):
    recorded = rehearsed(ticket_type, method=MANUAL)
    paying = order_of(ticket_type, is_test=True)
    PaymentFactory(order=paying, method=STRIPE, status=Payment.Status.PENDING, livemode=True)
    assert end(conference) == 0
    assert set(rehearsal.with_money(conference)) == {recorded, paying}
    recorded.refresh_from_db()
    assert recorded.status == Order.Status.PAID


def test_while_keys_are_for_tests_nothing_ends(conference, paid):
    conference.stripe_secret_key = "sk_test_1"
    conference.save()
    with pytest.raises(WrongStateError):
        end(conference)
    paid.refresh_from_db()
    assert paid.status == Order.Status.PAID


def test_what_was_left_ends_with_the_next_call(conference, ticket_type, monkeypatch):
    for _number in range(3):
        rehearsed(ticket_type)
    monkeypatch.setattr(rehearsal, "AT_ONCE", 2)
    assert [end(conference), end(conference), end(conference)] == [2, 1, 0]
