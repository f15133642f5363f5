"""An order's books: the same of the database and of rows at hand."""

from decimal import Decimal

import pytest

from conference.money import ZERO
from registration.models import Dispute, Order, Payment, Refund
from registration.queries.balances import Books, balance_due, books_from, books_of
from registration.queries.order_page import order_page
from registration.queries.staff_order import staff_order
from registration.services.refunds.rows import refundable
from tests.factories.registration import PaymentFactory, RefundFactory, TicketTypeFactory, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(conference):
    """Return an order for 100.00 with money of every kind, and refunds in every state."""
    order = order_of(TicketTypeFactory(conference=conference), status=Order.Status.PARTIALLY_REFUNDED)
    card = PaymentFactory(order=order, amount=Decimal("70.00"))
    credit = PaymentFactory(order=order, amount=Decimal("40.00"), method=Payment.Method.CREDIT)
    PaymentFactory(order=order, amount=Decimal("500.00"), status=Payment.Status.FAILED)
    PaymentFactory(order=order, amount=Decimal("500.00"), status=Payment.Status.PENDING)
    RefundFactory(payment=card, amount=Decimal("5.00"), above_price=Decimal("5.00"), status=Refund.Status.PENDING)
    RefundFactory(payment=card, amount=Decimal("10.00"), status=Refund.Status.FAILED)
    RefundFactory(payment=credit, amount=Decimal("3.00"), status=Refund.Status.SUCCEEDED)
    for number, status in enumerate(("lost", "won", "needs_response")):
        Dispute.objects.create(payment=card, stripe_dispute_id=f"dp_{number}", status=status, amount=Decimal("20.00"))
    return order


def test_every_sum_is_its_own(order, django_assert_num_queries):
    with django_assert_num_queries(1):
        books = books_of(order)
    assert books == Books(
        Order.Status.PARTIALLY_REFUNDED,
        charged=Decimal("100.00"),
        paid=Decimal("110.00"),
        credited=Decimal("40.00"),
        refunded=Decimal("8.00"),
        pending_refunds=Decimal("5.00"),
        lowered=Decimal("3.00"),
        lost=Decimal("20.00"),
    )
    assert (books.kept, books.refundable, books.surplus) == (Decimal("102.00"), Decimal("82.00"), ZERO)


def test_pages_and_limits_read_the_same_books(order):
    books = books_of(order)
    assert books_from(order, order.payments.all(), order.refunds.all(), lost=Decimal("20.00")) == books
    assert staff_order(order).books == books
    page = order_page(order)
    assert (page.books.kept, page.due, page.given_back) == (books.kept, books.due, books.refunded)
    assert sum(part.amount for part in refundable(order)) == books.refundable


def test_an_order_without_money_has_empty_books(conference):
    order = order_of(TicketTypeFactory(conference=conference))
    books = books_of(order)
    assert books == Books(Order.Status.PENDING, order.total, ZERO, ZERO, ZERO, ZERO, ZERO)
    assert books_from(order, [], [], lost=ZERO) == books


@pytest.mark.parametrize(
    ("status", "paid", "balance", "due", "surplus"),
    [
        ("pending", "30.00", "70.00", "70.00", "0.00"),
        ("pending", "130.00", "0.00", "0.00", "30.00"),
        ("cancelled", "30.00", "70.00", "0.00", "30.00"),
        ("paid", "30.00", "0.00", "0.00", "0.00"),
        ("refunded", "130.00", "0.00", "0.00", "30.00"),
    ],
)
def test_what_follows_depends_on_the_state(conference, status, paid, balance, due, surplus):
    order = order_of(TicketTypeFactory(conference=conference), status=status)
    PaymentFactory(order=order, amount=Decimal(paid))
    books = books_of(order)
    assert (books.balance_due, books.due, books.surplus) == (Decimal(balance), Decimal(due), Decimal(surplus))
    assert balance_due(order) == books.balance_due


def test_what_a_bank_took_of_a_second_charge_is_no_surplus(conference):
    order = order_of(TicketTypeFactory(conference=conference), status=Order.Status.PAID)
    _first, second = (PaymentFactory(order=order, amount=Decimal("100.00")) for _charge in range(2))
    assert books_of(order).surplus == Decimal("100.00")
    Dispute.objects.create(payment=second, stripe_dispute_id="dp_2", status="lost", amount=Decimal("100.00"))
    assert books_of(order).surplus == order_page(order).books.surplus == staff_order(order).books.surplus == ZERO
