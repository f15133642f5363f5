"""What can happen to the lines of a basket, wherever it lies."""

import pytest

from registration.errors import NotForSaleError, SoldOutError
from registration.queries.stock import Counts, count_products
from registration.queries.tickets import HeldTicket
from registration.services.selling import lines as basket_lines
from registration.services.selling.rules import Situation
from tests.factories.registration import AddOnFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(conference):
    """Return a kind of ticket."""
    return TicketTypeFactory(conference=conference)


@pytest.fixture
def dinner(conference, ticket):
    """Return an add-on of which each such ticket takes one."""
    return AddOnFactory(conference=conference, requires_ticket_types=[ticket])


@pytest.fixture
def shirt(conference):
    """Return an add-on that goes with any ticket, in any number."""
    return AddOnFactory(conference=conference)


@pytest.fixture
def situation(conference):
    """Return the situation of somebody who is not known, with enough of everything."""
    return Situation(conference, Counts())


def test_more_is_added_and_what_was_there_stays_as_it_was(ticket, shirt, situation):
    before = {ticket: 1}
    assert basket_lines.with_more(before, [(ticket, 2), (shirt, 1)], situation) == {ticket: 3, shirt: 1}
    assert before == {ticket: 1}


@pytest.mark.parametrize("number", [0, -1])
def test_less_than_one_more_is_refused(ticket, number):
    with pytest.raises(NotForSaleError, match="Choose a number from 1"):
        basket_lines.merged({}, [(ticket, number)])


def test_an_add_on_beside_its_ticket_is_had_and_alone_is_not(ticket, dinner, situation):
    assert basket_lines.with_more({}, [(dinner, 1), (ticket, 1)], situation) == {dinner: 1, ticket: 1}
    with pytest.raises(NotForSaleError, match="goes with a ticket"):
        basket_lines.with_more({}, [(dinner, 1)], situation)


@pytest.mark.parametrize(("number", "left"), [(2, {"ticket": 2, "dinner": 2}), (1, {"ticket": 1, "dinner": 1})])
def test_fewer_tickets_carry_fewer_add_ons(ticket, dinner, situation, number, left):
    after = basket_lines.with_numbers({ticket: 3, dinner: 2}, {ticket: number}, situation)
    assert after == {ticket: left["ticket"], dinner: left["dinner"]}


def test_several_numbers_are_one_change(ticket, dinner, shirt, situation):
    lines = {ticket: 1, dinner: 1, shirt: 1}
    assert basket_lines.with_numbers(lines, {dinner: 2, ticket: 2, shirt: 0}, situation) == {ticket: 2, dinner: 2}
    with pytest.raises(NotForSaleError, match="There can be one"):
        basket_lines.with_numbers(lines, {dinner: 2}, situation)  # the control: without the ticket for it


def test_taking_out_is_never_refused(conference, ticket, situation):
    over = TicketTypeFactory(conference=conference, is_active=False)
    assert basket_lines.with_numbers({ticket: 1, over: 1}, {over: 0}, situation) == {ticket: 1}


@pytest.mark.parametrize(("is_held", "dinners", "shirts"), [(False, 0, 0), (True, 1, 5)])
def test_what_no_ticket_carries_is_gone(ticket, dinner, shirt, is_held, dinners, shirts):
    held = [HeldTicket(1, ticket.pk, "", has_line=True)] if is_held else []
    kept = basket_lines.without_lonely_addons({dinner: 2, shirt: 5}, held)
    assert (kept.get(dinner, 0), kept.get(shirt, 0)) == (dinners, shirts)


def test_what_is_taken_out_leaves_the_rest(ticket, dinner):
    assert basket_lines.without({ticket: 1, dinner: 1}, [ticket]) == {dinner: 1}


def test_only_the_products_in_question_are_asked_about_but_all_places(conference, ticket, shirt):
    other = TicketTypeFactory(conference=conference, is_active=False)
    basket_lines.check_all([ticket], {ticket: 1, other: 1}, Situation(conference, Counts()))
    conference.total_capacity = 1
    conference.save()
    with pytest.raises(SoldOutError):
        basket_lines.check_all([ticket], {ticket: 1, other: 1}, Situation(conference, count_products(conference)))


def test_hidden_tickets_are_found_among_the_lines(conference, ticket, shirt):
    hidden = TicketTypeFactory(conference=conference, requires_voucher=True)
    assert basket_lines.hidden_of({ticket: 1, hidden: 1, shirt: 1}) == [hidden]


@pytest.mark.parametrize(("tickets", "dinners", "expected"), [(2, 2, False), (1, 2, True), (0, 1, True), (2, 0, False)])
def test_whether_tickets_of_before_matter(ticket, dinner, tickets, dinners, expected):
    lines = {product: number for product, number in ((ticket, tickets), (dinner, dinners)) if number}
    assert basket_lines.needs_other_tickets(lines) is expected
