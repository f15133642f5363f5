"""Baskets of people with an account."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from registration.errors import CartClosedError, NotForSaleError, SoldOutError
from registration.models import Cart
from registration.services import cart as carts
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import (
    AddOnFactory,
    CartFactory,
    CartItemFactory,
    TicketTypeFactory,
    VoucherFactory,
    order_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cart(conference):
    """Return an open, empty basket."""
    return carts.get_or_create_cart(UserFactory(), conference)


def contents(cart):
    return {item.product.name: item.quantity for item in carts.items_of(cart)}


def test_a_person_has_one_open_basket(cart):
    assert carts.get_or_create_cart(cart.user, cart.conference) == cart
    assert cart.expires_at > timezone.now() + dt.timedelta(minutes=29)


def test_a_basket_whose_time_is_over_is_replaced(cart):
    Cart.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    fresh = carts.get_or_create_cart(cart.user, cart.conference)
    cart.refresh_from_db()
    assert (fresh != cart, cart.status) == (True, Cart.Status.EXPIRED)


def test_a_basket_whose_time_is_over_keeps_nothing_of_what_was_typed(cart):
    answers = {"fields": {"t1-1-answer_dietary_needs": "no nuts"}}
    Cart.objects.update(checkout_data=answers)
    carts.get_or_create_cart(cart.user, cart.conference)
    cart.refresh_from_db()
    assert cart.checkout_data == answers
    Cart.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    carts.get_or_create_cart(cart.user, cart.conference)
    cart.refresh_from_db()
    assert cart.checkout_data == {}


def test_adding_twice_adds_up_and_keeps_the_basket(cart):
    ticket = TicketTypeFactory(conference=cart.conference, name="Standard")
    Cart.objects.update(expires_at=timezone.now() + dt.timedelta(minutes=1))
    carts.add_ticket(cart, ticket, 2)
    carts.add_ticket(cart, ticket)
    assert contents(cart) == {"Standard": 3}
    cart.refresh_from_db()
    assert cart.expires_at > timezone.now() + dt.timedelta(minutes=29)


@pytest.mark.parametrize("quantity", [0, -1, 1001, 10**9])
def test_impossible_numbers_are_refused(cart, quantity):
    ticket = TicketTypeFactory(conference=cart.conference, limit_per_user=0)
    with pytest.raises(NotForSaleError, match="Choose a number"):
        carts.add_ticket(cart, ticket, quantity)
    assert contents(cart) == {}


def test_a_product_of_another_conference_is_refused(cart):
    for add, product in (
        (carts.add_ticket, TicketTypeFactory(conference=ConferenceFactory())),
        (carts.add_addon, AddOnFactory(conference=ConferenceFactory())),
    ):
        with pytest.raises(NotForSaleError, match="another conference"):
            add(cart, product)


def test_no_more_than_are_left_or_allowed(cart):
    scarce = TicketTypeFactory(conference=cart.conference, total_quantity=3)
    order_of((scarce, 2))
    carts.add_ticket(cart, scarce)
    with pytest.raises(SoldOutError, match="Only 1"):
        carts.add_ticket(cart, scarce)
    limited = TicketTypeFactory(conference=cart.conference, limit_per_user=2)
    order_of(limited, user=cart.user)
    carts.add_ticket(cart, limited)
    with pytest.raises(NotForSaleError, match="One person can buy 2"):
        carts.add_ticket(cart, limited)


def test_an_addon_goes_with_its_ticket_and_leaves_with_it(cart):
    student, other = (TicketTypeFactory(conference=cart.conference, name=name) for name in ("Student", "Other"))
    dinner = AddOnFactory(conference=cart.conference, name="Dinner", requires_ticket_types=[student])
    carts.add_ticket(cart, other)
    with pytest.raises(NotForSaleError, match="goes with a ticket: Student"):
        carts.add_addon(cart, dinner)
    item = carts.add_ticket(cart, student, 2)
    carts.add_addon(cart, dinner, 2)
    with pytest.raises(NotForSaleError, match="one “Dinner” for each"):
        carts.add_addon(cart, dinner)
    carts.update_quantity(cart, item.pk, 1)
    assert contents(cart) == {"Other": 1, "Student": 1, "Dinner": 1}
    carts.remove_item(cart, item.pk)
    assert contents(cart) == {"Other": 1}


def test_an_addon_alone_needs_a_ticket(cart):
    with pytest.raises(NotForSaleError, match="goes with a ticket"):
        carts.add_addon(cart, AddOnFactory(conference=cart.conference))


def test_a_line_of_another_basket_cannot_be_touched(cart):
    foreign = CartItemFactory(cart=CartFactory(conference=cart.conference), quantity=2)
    for change in (
        lambda: carts.remove_item(cart, foreign.pk),
        lambda: carts.update_quantity(cart, foreign.pk, 5),
    ):
        with pytest.raises(NotForSaleError, match="not in your basket"):
            change()
    foreign.refresh_from_db()
    assert foreign.quantity == 2


def test_a_closed_basket_takes_nothing(cart):
    ticket = TicketTypeFactory(conference=cart.conference)
    Cart.objects.update(status=Cart.Status.CHECKED_OUT)
    for change in (
        lambda: carts.add_ticket(cart, ticket),
        lambda: carts.apply_voucher(cart, "X"),
        lambda: carts.remove_item(cart, 1),
    ):
        with pytest.raises(CartClosedError):
            change()


def test_a_voucher_is_found_however_it_is_typed(cart):
    VoucherFactory(conference=cart.conference, code="SPRING-20")
    carts.add_ticket(cart, TicketTypeFactory(conference=cart.conference))
    assert carts.apply_voucher(cart, "  spring-20 ").code == "SPRING-20"
    summary = carts.get_summary(cart)
    assert (summary.subtotal, summary.discount, summary.total) == (Decimal(100), Decimal(20), Decimal(80))
    carts.remove_voucher(cart)
    assert carts.get_summary(cart).total == Decimal(100)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_active": False}, "not valid any more"),
        ({"valid_until": timezone.now() - dt.timedelta(days=1)}, "not valid any more"),
        ({"valid_from": timezone.now() + dt.timedelta(days=1)}, "not valid yet"),
        ({"times_used": 1}, "used up"),
    ],
)
def test_a_voucher_that_cannot_be_used_says_why(cart, fields, words):
    VoucherFactory(conference=cart.conference, code="CODE", **fields)
    with pytest.raises(NotForSaleError, match=words):
        carts.apply_voucher(cart, "code")


def test_a_voucher_of_another_conference_is_unknown(cart):
    VoucherFactory(conference=ConferenceFactory(), code="ELSEWHERE")
    with pytest.raises(NotForSaleError, match="no voucher"):
        carts.apply_voucher(cart, "ELSEWHERE")


def test_hidden_tickets_leave_with_the_voucher_that_opened_them(cart):
    hidden = TicketTypeFactory(conference=cart.conference, requires_voucher=True)
    VoucherFactory(conference=cart.conference, code="KEY", unlocks_hidden_tickets=True, ticket_types=[hidden])
    with pytest.raises(NotForSaleError, match="needs a voucher"):
        carts.add_ticket(cart, hidden)
    carts.apply_voucher(cart, "KEY")
    carts.add_ticket(cart, hidden)
    carts.remove_voucher(cart)
    assert contents(cart) == {}


@pytest.mark.parametrize("size", [1, 15])
def test_adding_takes_a_fixed_number_of_statements(cart, size, django_assert_max_num_queries):
    for ticket in TicketTypeFactory.create_batch(size, conference=cart.conference, total_quantity=9):
        CartItemFactory(cart=cart, ticket_type=ticket)
    ticket = TicketTypeFactory(conference=cart.conference, total_quantity=9)
    with django_assert_max_num_queries(8):
        carts.add_ticket(cart, ticket)


@pytest.mark.parametrize("size", [1, 15])
def test_the_summary_takes_a_fixed_number_of_statements(cart, size, django_assert_num_queries):
    for ticket in TicketTypeFactory.create_batch(size, conference=cart.conference):
        CartItemFactory(cart=cart, ticket_type=ticket)
    with django_assert_num_queries(2):
        carts.get_summary(cart)
