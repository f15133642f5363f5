"""Refunds of chosen tickets: exactly these, each once, whatever else happens at the same time."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from registration.models import Attendee, AttendeeAddOn, Order, Refund
from registration.queries.units import Seen
from registration.services import refund as refund_module
from registration.services.refund import RefundService
from registration.services.refunds.lines import choose, cost_of
from registration.services.refunds.sending import send_waiting
from tests.factories.conference import UserFactory
from tests.factories.registration import AddOnFactory, order_of

refund = RefundService.create_refund
end = RefundService.end_units
GONE = "has ended or is being given back"


def paid_pair(shop):
    """Return a paid order of two tickets, its line, and its tickets: Alice's and Bob's."""
    order = shop.pay(shop.order(2))
    alice, bob = order.attendees.order_by("unit")
    for ticket, name in ((alice, "Alice"), (bob, "Bob")):
        ticket.name, ticket.user = name, UserFactory()
        ticket.save()
    return order, order.line_items.get(), alice, bob


def silence(shop):
    """Let Stripe answer no refund for a while."""
    shop.sandbox.fault("500", "/v1/refunds", count=3)


def live():
    return list(Attendee.objects.filter(revoked_at__isnull=True).order_by("unit").values_list("name", flat=True))


def test_the_ticket_that_was_chosen_goes_and_no_other(shop, invariants):
    order, line, alice, _bob = paid_pair(shop)
    refund(order, amount=None, lines={line.pk: 1}, attendees=[alice.pk])
    assert live() == ["Bob"]
    invariants(shop)


def test_a_ticket_that_is_being_given_back_is_not_given_back_again_and_nobody_elses_is(shop, invariants):
    order, line, alice, _bob = paid_pair(shop)
    silence(shop)
    refund(order, amount=None, lines={line.pk: 1}, attendees=[alice.pk], request_key="first")
    assert order.refunds.get().status == Refund.Status.PENDING
    with pytest.raises(ValidationError, match=GONE):
        refund(order, amount=None, lines={line.pk: 1}, attendees=[alice.pk], request_key="second")
    send_waiting()
    assert live() == ["Bob"]
    assert [found["amount"] for found in shop.sandbox.refunds()] == [10000]
    invariants(shop)


def test_a_ticket_whose_refund_failed_can_be_chosen_again(shop, invariants):
    order, line, alice, _bob = paid_pair(shop)
    silence(shop)
    refund(order, amount=None, lines={line.pk: 1}, attendees=[alice.pk])
    order.refunds.update(status=Refund.Status.FAILED)
    refund(order, amount=None, lines={line.pk: 1}, attendees=[alice.pk])
    assert live() == ["Bob"]
    invariants(shop)


def test_a_ticket_that_is_being_given_back_does_not_end_another_ones(shop):
    order, line, alice, _bob = paid_pair(shop)
    silence(shop)
    refund(order, amount=None, lines={line.pk: 1}, attendees=[alice.pk])
    with pytest.raises(ValidationError, match=GONE):
        end(order, lines={line.pk: 1}, attendees=[alice.pk])
    assert live() == ["Alice", "Bob"]


def test_a_ticket_that_ended_does_not_end_another_ones(shop):
    order, line, alice, _bob = paid_pair(shop)
    end(order, lines={line.pk: 1}, attendees=[alice.pk])
    for act in (end, lambda *args, **kwargs: refund(*args, amount=None, **kwargs)):
        with pytest.raises(ValidationError, match=GONE):
            act(order, lines={line.pk: 1}, attendees=[alice.pk])
    assert live() == ["Bob"]


@pytest.mark.parametrize("units", [1, 3])
def test_as_many_units_go_as_tickets_were_chosen(shop, units):
    order, line, alice, bob = paid_pair(shop)
    with pytest.raises(ValidationError):
        refund(order, amount=None, lines={line.pk: units}, attendees=[alice.pk, bob.pk])
    assert live() == ["Alice", "Bob"]


def test_tickets_of_another_order_are_refused(shop):
    order, line, *_tickets = paid_pair(shop)
    _other, _line, stranger, _bob = paid_pair(shop)
    with pytest.raises(ValidationError, match=GONE):
        refund(order, amount=None, lines={line.pk: 1}, attendees=[stranger.pk])
    assert len(live()) == 4


def test_units_that_ended_and_units_under_way_are_both_gone(shop):
    addon = AddOnFactory(conference=shop.conference, price=Decimal("25.00"))
    order = shop.pay(order_of((shop.ticket, 1), (addon, 3), conference=shop.conference, user=UserFactory()))
    AttendeeAddOn.objects.all().delete()  # nobody's dinners: no row says which of them ended
    line = order.line_items.get(addon=addon)
    end(order, lines={line.pk: 1})
    silence(shop)
    refund(order, amount=None, lines={line.pk: 1})
    with pytest.raises(ValidationError, match="Only 1 of"):
        refund(order, amount=None, lines={line.pk: 2})


def test_a_dinner_that_is_being_given_back_does_not_go_again_with_its_ticket(shop, invariants):
    addon = AddOnFactory(conference=shop.conference, price=Decimal("25.00"))
    order = shop.pay(order_of((shop.ticket, 1), (addon, 1), conference=shop.conference, user=UserFactory()))
    [ticket] = order.attendees.all()
    assert ticket.addons.count() == 1
    silence(shop)
    refund(order, amount=None, lines={order.line_items.get(addon=addon).pk: 1})
    alone = {ticket.line_id: 1}
    assert cost_of(choose(order, alone, attendees=[ticket.pk])) == Decimal("100.00")
    refund(order, amount=None, lines=alone, attendees=[ticket.pk])
    send_waiting()
    assert sorted(found["amount"] for found in shop.sandbox.refunds()) == [2500, 10000]
    assert not AttendeeAddOn.objects.filter(revoked_at__isnull=True).exists()
    invariants(shop)


# --- what was seen ----------------------------------------------------------------------------------------------------


def test_what_was_decided_upon_other_figures_is_refused(shop, invariants):
    order, line, alice, bob = paid_pair(shop)
    seen = Seen.of(order)
    silence(shop)
    refund(order, amount=None, lines={line.pk: 1}, attendees=[alice.pk], seen=seen)
    for attempt in ({"amount": Decimal("10.00")}, {"amount": None, "lines": {line.pk: 1}, "attendees": [bob.pk]}):
        with pytest.raises(ValidationError, match="meanwhile"):
            refund(order, **attempt, seen=seen)
    with pytest.raises(ValidationError, match="meanwhile"):
        end(order, lines={line.pk: 1}, attendees=[bob.pk], seen_left=seen.left)
    assert order.refunds.count() == 1
    refund(order, amount=Decimal("10.00"), seen=Seen.of(order))
    send_waiting()
    invariants(shop)


def test_the_same_click_again_is_the_same_refund_whatever_was_seen(shop):
    order, line, alice, _bob = paid_pair(shop)
    seen = Seen.of(order)
    wish = {"amount": None, "lines": {line.pk: 1}, "attendees": [alice.pk], "seen": seen, "request_key": "click"}
    assert refund(order, **wish) == refund(order, **wish)


# --- at the same moment -----------------------------------------------------------------------------------------------


def at_the_same_moment(shop, at_once, **more):
    """Let five people confirm the refund of Alice's ticket at once, each with a form of their own; return what came."""
    order, line, alice, _bob = paid_pair(shop)
    return at_once(
        *[
            lambda key=key: refund(
                Order.objects.get(pk=order.pk),
                amount=None,
                lines={line.pk: 1},
                attendees=[alice.pk],
                request_key=f"form-{order.pk}-{key}",
                **more,
            )
            for key in range(5)
        ]
    )


@pytest.mark.concurrent
@pytest.mark.parametrize("answers", [True, False])
def test_five_confirmations_for_one_ticket_are_one_refund(busy_shop, at_once, invariants, answers):
    if not answers:
        busy_shop.sandbox.fault("500", "/v1/refunds", count=15)
    outcomes = at_the_same_moment(busy_shop, at_once)
    assert sum(isinstance(outcome, ValidationError) for outcome in outcomes) == 4, outcomes
    assert Refund.objects.count() == 1
    busy_shop.sandbox.sandbox.faults.reset()
    send_waiting()
    assert live() == ["Bob"]
    invariants(busy_shop)


@pytest.mark.concurrent
def test_without_the_lock_one_ticket_goes_back_twice(busy_shop, at_once, monkeypatch):
    """The control: the five really meet, and it is the order's lock that lets the second see what the first wrote."""
    monkeypatch.setattr(refund_module, "lock_order", lambda order: Order.objects.get(pk=order.pk))
    busy_shop.sandbox.fault("500", "/v1/refunds", count=10_000)
    for _round in range(10):
        at_the_same_moment(busy_shop, at_once)
        if Refund.objects.count() > _round + 1:
            return
    raise AssertionError("ten rounds without the lock went well")


# --- while the money is on its way ------------------------------------------------------------------------------------


def test_a_ticket_stays_until_its_own_money_went_back(shop, invariants):
    """Of two refunds that together are all, the first arrives while Stripe has not answered for the second."""
    order, line, alice, bob = paid_pair(shop)
    shop.sandbox.fault("500", "/v1/refunds", count=3)
    refund(order, amount=None, lines={line.pk: 1}, attendees=[bob.pk])
    refund(order, amount=None, lines={line.pk: 1}, attendees=[alice.pk])
    assert live() == ["Bob"]
    order.refunds.filter(status=Refund.Status.PENDING).update(created_at="2020-01-01T00:00Z")
    send_waiting()
    assert live() == []
    order.refresh_from_db()
    assert order.status == Order.Status.REFUNDED
    assert order.line_items.get().units_left == 0
    invariants(shop)


@pytest.mark.parametrize("succeeds", [True, False])
def test_all_by_amount_ends_the_tickets_once_it_arrived(shop, succeeds):
    order = shop.pay(shop.order(2), card="4000000000007726")
    refund(order, amount=Decimal("200.00"))
    row = order.refunds.get()
    assert (row.status, len(live())) == (Refund.Status.PENDING, 2)
    shop.sandbox.finish_refund(row.stripe_refund_id, succeeds=succeeds)
    shop.hear()
    assert len(live()) == (0 if succeeds else 2)
    assert order.line_items.get().units_left == (0 if succeeds else 2)
    order.refresh_from_db()
    assert order.status == (Order.Status.REFUNDED if succeeds else Order.Status.PAID)
