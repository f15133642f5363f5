"""Who has a ticket buys an add-on for it later, and pays for it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from registration.errors import NotForSaleError
from registration.models import Attendee, AttendeeAddOn, Discrepancy, Order, Refund
from registration.services import cart as carts
from registration.services.checkout import Billing, Wishes
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from tests.factories.conference import UserFactory
from tests.factories.registration import AddOnFactory

TRANSFER, CARD = Order.PayBy.TRANSFER, Order.PayBy.CARD


@pytest.fixture
def buyer():
    return UserFactory()


@pytest.fixture
def ticket(shop, buyer):
    """Return the buyer's own ticket, paid by card."""
    shop.ticket.limit_per_user = 0
    shop.ticket.save()
    shop.pay(shop.order(user=buyer))
    return own_tickets(buyer)[0]


@pytest.fixture
def dinner(shop):
    """Return an add-on of which each ticket takes one."""
    return AddOnFactory(conference=shop.conference, price=Decimal("22.00"), requires_ticket_types=[shop.ticket])


def own_tickets(buyer):
    """Let the buyer hold their first ticket, and return all they bought."""
    tickets = list(Attendee.objects.filter(order__user=buyer).order_by("pk"))
    if not any(ticket.user_id for ticket in tickets):
        tickets[0].user = buyer
        tickets[0].save()
    return tickets


def order(buyer, conference, addon, pay_by=CARD):
    carts.add_addon(carts.get_or_create_cart(buyer, conference), addon)
    cart = carts.get_or_create_cart(buyer, conference)
    return place_order(cart, billing=Billing("Ada", buyer.email), wishes=Wishes(pay_by=pay_by))


def test_by_card(shop, buyer, ticket, dinner, invariants):
    paid = shop.pay(order(buyer, shop.conference, dinner))
    assert paid.status == Order.Status.PAID
    assert AttendeeAddOn.objects.get().attendee == ticket
    invariants(shop)


def test_by_transfer(shop, buyer, ticket, dinner):
    shop.conference.sales.transfer_enabled = True
    shop.conference.sales.save()
    waiting = order(buyer, shop.conference, dinner)
    PaymentService.record_manual(waiting, amount=waiting.total, reference="bank")
    waiting.refresh_from_db()
    assert waiting.status == Order.Status.PAID
    assert AttendeeAddOn.objects.get().attendee == ticket


def test_a_ticket_that_has_one_takes_no_second(shop, buyer, ticket, dinner):
    shop.pay(order(buyer, shop.conference, dinner))
    with pytest.raises(NotForSaleError, match="goes with a ticket"):
        carts.add_addon(carts.get_or_create_cart(buyer, shop.conference), dinner)
    plain = AddOnFactory(conference=shop.conference, price=Decimal("5.00"))
    assert shop.pay(order(buyer, shop.conference, plain)).is_paid  # the control: what needs no certain ticket


def test_what_was_to_go_with_a_ticket_that_ended_goes_with_another(shop, buyer, ticket, dinner, invariants):
    waiting = order(buyer, shop.conference, dinner)
    end(ticket)
    shop.pay(shop.order(user=buyer))
    other = Attendee.objects.get(order__user=buyer, revoked_at__isnull=True)
    Attendee.objects.filter(pk=other.pk).update(user=buyer)
    assert shop.pay(waiting).status == Order.Status.PAID
    assert AttendeeAddOn.objects.get().attendee == other


def test_with_no_ticket_left_to_go_with_the_money_goes_back(shop, buyer, ticket, dinner):
    waiting = order(buyer, shop.conference, dinner)
    end(ticket)
    shop.sandbox.pay(shop.begin(waiting))
    assert {each.statuses[-1] for each in shop.hear()} == {200}
    waiting.refresh_from_db()
    assert (waiting.status, AttendeeAddOn.objects.count()) == (Order.Status.CANCELLED, 0)
    assert Refund.objects.get(order=waiting).amount == waiting.total
    assert "needs a ticket to go with" in Discrepancy.objects.get(order=waiting).detail


def end(ticket):
    """End a ticket as staff do who let somebody go."""
    Attendee.objects.filter(pk=ticket.pk).update(revoked_at=timezone.now(), user=None)
