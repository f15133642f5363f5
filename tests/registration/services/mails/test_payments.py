"""Mails about money: parts of a price, what was too much, store credit, and whom to pay."""

from decimal import Decimal

import pytest

from conference.models import OutboxMail
from registration.models import Order
from registration.services.mails.transfers import tell_transfer_instructions
from registration.services.payment import PaymentService
from registration.services.refund import RefundService
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import TicketTypeFactory, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Return an order of 100.00 that waits for a transfer."""
    conference = ConferenceFactory(
        name="Harbour Days", currency="EUR", seller_name="Harbour e. V.", seller_bank_account="DE89 1"
    )
    kind = TicketTypeFactory(conference=conference, price=Decimal("100.00"))
    return order_of(kind, conference=conference, pay_by=Order.PayBy.TRANSFER)


def record(order: Order, amount: str) -> None:
    PaymentService.record_manual(order, amount=Decimal(amount), reference="B1")
    order.refresh_from_db()


def test_each_part_of_a_price_is_told_with_what_is_missing_and_the_last_one_is_not(order):
    record(order, "60.00")
    record(order, "30.00")
    first, second = OutboxMail.objects.filter(kind="order.part_paid").order_by("pk")
    assert first.subject == f"We got €60.00 for {order.reference}, €40.00 is missing"
    assert "€10.00 is missing" in second.subject
    record(order, "10.00")
    assert OutboxMail.objects.filter(kind="order.part_paid").count() == 2
    assert OutboxMail.objects.filter(kind="order.confirmation").exists()


def test_what_was_too_much_goes_back_without_a_word_of_the_price(order):
    record(order, "110.00")
    RefundService.create_refund(order, amount=Decimal("10.00"))
    mail = OutboxMail.objects.get(kind="order.surplus_refund")
    assert "you paid €10.00 more than your order" in mail.text
    assert "Your tickets stay yours" in mail.text
    assert not OutboxMail.objects.filter(kind="order.refund").exists()
    RefundService.create_refund(order, amount=Decimal("40.00"))
    assert "€40.00 of your order" in OutboxMail.objects.get(kind="order.refund").text


def test_store_credit_is_told_with_how_it_is_spent_and_how_much_there_is(order):
    record(order, "100.00")
    RefundService.create_refund(order, amount=Decimal("15.00"), to="credit")
    RefundService.create_refund(order, amount=Decimal("25.00"), to="credit")
    mail = OutboxMail.objects.filter(kind="order.credit").latest("pk")
    assert "€25.00 of your order" in mail.text
    assert "You have €40.00 of it in all" in mail.text
    assert "page on which you pay" in mail.text
    assert "bank" not in mail.text
    assert not OutboxMail.objects.filter(kind="order.refund").exists()


def test_who_pays_by_transfer_reads_whom_they_pay(order):
    tell_transfer_instructions(order)
    assert (
        "- Payee: Harbour e. V.\n- Account: DE89 1" in OutboxMail.objects.get(kind="order.transfer_instructions").text
    )


@pytest.mark.parametrize(("is_cash", "words"), [(True, "Cash"), (False, "Bank transfer")])
def test_a_recorded_payment_is_called_what_it_was(order, is_cash, words):
    payment = PaymentService.record_manual(order, amount=Decimal("100.00"), reference="B1", is_cash=is_cash)
    payment.refresh_from_db()
    assert payment.way == words
    payment.is_cash = None  # recorded before that was kept
    assert payment.way == "Bank transfer or cash"
