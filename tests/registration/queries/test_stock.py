"""What is taken and what is left."""

import pytest

from registration.models import Order
from registration.queries.stock import CAPACITY, Concerned, Counting, count, count_products, stock_key
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import (
    AddOnFactory,
    DiscountForProductFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
    order_of,
)
from tests.registration.queries.conftest import TAKEN

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [TicketTypeFactory, AddOnFactory])
def test_paid_and_held_units_are_taken_and_no_others(conference, sold_in_every_state, kind):
    product = kind(conference=conference, total_quantity=100)
    sold_in_every_state(product)
    named = Concerned(**{f"{product.kind}s": [product.pk]})
    for counts in (count_products(conference), count(conference, named)):
        assert counts.taken[stock_key(product)] == TAKEN
        assert counts.left_of(product) == 100 - TAKEN


def test_no_limit_is_none_and_too_much_is_below_zero(conference):
    free, small = TicketTypeFactory(conference=conference), TicketTypeFactory(conference=conference, total_quantity=1)
    order_of((small, 3))
    counts = count_products(conference)
    assert (counts.left_of(free), counts.left_of(small)) == (None, -2)


def test_places_are_taken_by_all_tickets_and_by_no_addon(conference):
    conference.total_capacity = 10
    conference.save()
    one, two = TicketTypeFactory.create_batch(2, conference=conference)
    dinner = AddOnFactory(conference=conference)
    order_of((one, 3), (two, 2), (dinner, 7))
    for counts in (count_products(conference), count(conference, Concerned(tickets=[one.pk]))):
        assert (counts.taken[CAPACITY], counts.left(CAPACITY)) == (5, 5)
        assert counts.left_of(one) == 5
    assert count_products(conference).left_of(dinner) is None


def test_what_a_buyer_has_is_counted_for_them_alone(conference, sold_in_every_state):
    ticket = TicketTypeFactory(conference=conference, limit_per_user=10)
    ada, bob = UserFactory(), UserFactory()
    sold_in_every_state(ticket, user=ada)
    order_of((ticket, 2), user=bob)
    key = f"buyer:{ticket.pk}"
    assert count_products(conference, buyer=ada.pk).left(key) == 10 - TAKEN
    assert count(conference, Concerned(tickets=[ticket.pk], buyer=bob.pk)).left(key) == 8
    assert count_products(conference, buyer=UserFactory().pk).left(key) == 10
    assert count_products(conference).left(key) is None


def test_vouchers_count_orders(conference, sold_in_every_state):
    voucher, unused = VoucherFactory.create_batch(2, conference=conference, max_uses=5)
    sold_in_every_state(TicketTypeFactory(conference=conference), voucher=voucher)
    counts = count(conference, Concerned(vouchers=[voucher.pk, unused.pk]))
    assert counts.taken[f"voucher:{voucher.pk}"] == 3
    assert (counts.left(f"voucher:{voucher.pk}"), counts.left(f"voucher:{unused.pk}")) == (2, 5)


def test_discounts_count_units_that_were_not_given_back(conference, sold_in_every_state):
    bird = TimeOrStockLimitConditionFactory(conference=conference, limit=20)
    other = DiscountForProductFactory(conference=conference, limit=9)
    sold_in_every_state(TicketTypeFactory(conference=conference))
    keys = [f"{type(one)._meta.model_name}:{one.pk}" for one in (bird, other)]
    for line in (line for order in Order.objects.all() for line in order.line_items.all()):
        line.condition_key, line.condition_units = keys[0], line.quantity
        line.save()
    counts = count(conference, Concerned(conditions=[*keys, keys[0], "speakercondition:1"]))
    assert (counts.left(keys[0]), counts.left(keys[1])) == (20 - TAKEN, 9)


def test_another_conference_is_not_counted(conference):
    ticket = TicketTypeFactory(conference=conference, total_quantity=5)
    elsewhere = TicketTypeFactory(conference=ConferenceFactory(total_capacity=9), total_quantity=7)
    order_of((elsewhere, 2))
    counts = count_products(conference)
    assert set(counts.limits) == {CAPACITY, stock_key(ticket)}
    assert counts.taken == {CAPACITY: 0}


def test_a_count_says_how_it_is_when_it_answers(conference):
    ticket = TicketTypeFactory(conference=conference, total_quantity=5)
    counting = Counting(conference, Concerned(tickets=[ticket.pk]))
    order_of((ticket, 2))
    type(ticket).objects.update(total_quantity=4)
    assert counting.answer().left_of(ticket) == 2


@pytest.mark.parametrize("number", [1, 20])
def test_one_statement_for_everything(conference, django_assert_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference, total_quantity=9)
    addons = AddOnFactory.create_batch(number, conference=conference, total_quantity=9)
    vouchers = VoucherFactory.create_batch(number, conference=conference)
    birds = TimeOrStockLimitConditionFactory.create_batch(number, conference=conference, limit=3)
    buyer = UserFactory()
    concerned = Concerned(
        tickets=[ticket.pk for ticket in tickets],
        addons=[addon.pk for addon in addons],
        vouchers=[voucher.pk for voucher in vouchers],
        conditions=[f"timeorstocklimitcondition:{bird.pk}" for bird in birds],
        buyer=buyer.pk,
    )
    with django_assert_num_queries(1):
        counts = count(conference, concerned)
    assert len(counts.limits) == 1 + number * 5  # a ticket has its buyer's limit, too
    with django_assert_num_queries(1):
        count_products(conference, buyer=buyer.pk)
