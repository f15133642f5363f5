"""Mails to people who pay by bank transfer."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from conference.models import OutboxMail
from registration.models import Order
from registration.services.checkout import Billing, Wishes
from registration.services.mails.transfers import remind_transfers
from registration.services.place_order import place_order
from registration.services.setting_up.sales import sales_of
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import CartFactory, CartItemFactory, PaymentFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Return an order by transfer, placed in the shop."""
    conference = ConferenceFactory(currency="EUR", seller_bank_account="DE89 3704 0044 0532 0130 00")
    cart = CartFactory(conference=conference)
    CartItemFactory(cart=cart, ticket_type=TicketTypeFactory(conference=conference))
    offer_transfer(conference)
    wishes = Wishes(pay_by=Order.PayBy.TRANSFER)
    return place_order(cart, billing=Billing(name="Ada", email="ada@example.org"), wishes=wishes)


def offer_transfer(conference):
    sales = sales_of(conference)
    sales.transfer_enabled = True
    sales.save()


def placed_long_ago(order, *, days_left):
    now = timezone.now()
    Order.objects.filter(pk=order.pk).update(
        created_at=now - timedelta(days=7), hold_expires_at=now + timedelta(days=days_left)
    )


def test_the_buyer_hears_what_to_transfer_where(order):
    mail = OutboxMail.objects.get(kind="order.transfer_instructions")
    assert mail.to == order.user.email
    assert "€100.00" in mail.subject
    assert order.reference in mail.subject
    assert "DE89 3704 0044 0532 0130 00" in mail.text


def test_who_pays_by_card_hears_nothing():
    cart = CartFactory()
    CartItemFactory(cart=cart, ticket_type=TicketTypeFactory(conference=cart.conference))
    place_order(cart, billing=Billing(name="Ada", email="ada@example.org"))
    assert not OutboxMail.objects.filter(kind="order.transfer_instructions").exists()


def test_one_reminder_comes_before_the_end(order):
    placed_long_ago(order, days_left=3)
    assert remind_transfers() == "1 reminders of transfers written"
    assert remind_transfers() == ""
    assert OutboxMail.objects.get(kind="order.transfer_reminder").to == order.user.email


def test_the_reminder_names_the_rest(order):
    placed_long_ago(order, days_left=3)
    PaymentFactory(order=order, amount=Decimal("30.00"))
    remind_transfers()
    assert "€70.00" in OutboxMail.objects.get(kind="order.transfer_reminder").text


@pytest.mark.parametrize(("days_left", "status"), [(5, "pending"), (-1, "pending"), (3, "paid"), (3, "cancelled")])
def test_nobody_is_reminded_too_early_too_late_or_for_nothing(order, days_left, status):
    placed_long_ago(order, days_left=days_left)
    Order.objects.update(status=status)
    assert remind_transfers() == ""


def test_who_ordered_just_now_is_not_reminded(order):
    Order.objects.update(hold_expires_at=timezone.now() + timedelta(days=1))
    assert remind_transfers() == ""
