"""What may be sold to whom, each rule by itself."""

import pytest

from registration.errors import NotForSaleError, SoldOutError
from registration.models import Voucher
from registration.queries.stock import Counts, count_products
from registration.queries.tickets import HeldTicket
from registration.services.selling.rules import (
    MOST_AT_ONCE,
    Situation,
    check_line,
    check_places,
    qualifying,
    unlocks,
)
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import (
    AddOnFactory,
    TicketTypeFactory,
    VoucherFactory,
    paid_order_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(conference):
    """Return a ticket without limits."""
    return TicketTypeFactory(conference=conference, name="Regular")


@pytest.fixture
def dinner(conference, ticket):
    """Return an add-on that goes with the ticket, one each."""
    return AddOnFactory(conference=conference, name="Dinner", requires_ticket_types=[ticket])


def refusal(conference, product, quantity=1, *, wanted=None, **known):
    """Return why so many of a product cannot be sold, "" when they can."""
    situation = Situation(conference, known.pop("counts", Counts()), **known)
    try:
        check_line(product, quantity, wanted or [(product, quantity)], situation)
    except NotForSaleError as error:
        return error.messages[0]
    return ""


@pytest.mark.parametrize(
    ("change", "quantity", "reason"),
    [
        ({}, 1, ""),
        ({"limit_per_user": 0}, MOST_AT_ONCE, ""),
        ({}, 0, "Choose a number from 1 to 100."),
        ({}, MOST_AT_ONCE + 1, "Choose a number from 1 to 100."),
        ({"is_active": False}, 1, "“Regular” is not on sale."),
        ({"requires_voucher": True}, 1, "“Regular” needs a voucher that opens it."),
        ({"limit_per_user": 2}, 2, ""),
        ({"limit_per_user": 2}, 3, "One person can buy 2 of “Regular”, with what they ordered before."),
    ],
)
def test_a_ticket(conference, ticket, change, quantity, reason):
    for name, value in change.items():
        setattr(ticket, name, value)
    assert refusal(conference, ticket, quantity) == reason


def test_what_another_conference_sells_is_refused(ticket):
    assert refusal(ConferenceFactory(), ticket) == "This is sold by another conference."


@pytest.mark.parametrize(
    ("sold", "quantity", "reason"),
    [
        (0, 3, ""),
        (1, 3, "Only 2 of “Regular” are left."),
        (3, 1, "“Regular” is sold out."),
    ],
)
def test_what_is_left_of_a_ticket(conference, ticket, sold, quantity, reason):
    ticket.total_quantity = 3
    ticket.save()
    if sold:
        paid_order_of((ticket, sold))
    counts = count_products(conference)
    if reason:
        with pytest.raises(SoldOutError) as error:
            check_line(ticket, quantity, [(ticket, quantity)], Situation(conference, counts))
        assert error.value.messages == [reason]
    else:
        check_line(ticket, quantity, [(ticket, quantity)], Situation(conference, counts))


@pytest.mark.parametrize(
    ("tickets", "dinners", "held", "reason"),
    [
        (1, 1, 0, ""),
        (0, 1, 1, ""),
        (1, 2, 1, ""),
        (0, 1, 0, "“Dinner” goes with a ticket: Regular."),
        (1, 2, 0, "There can be one “Dinner” for each of these tickets: Regular."),
    ],
)
def test_an_add_on_goes_with_tickets(conference, ticket, dinner, tickets, dinners, held, reason):
    wanted = [(ticket, tickets), (dinner, dinners)]
    own = [HeldTicket(number, ticket.pk, "", has_line=True) for number in range(held)]
    assert refusal(conference, dinner, dinners, wanted=wanted, held=own) == reason


@pytest.mark.parametrize(
    ("capacity", "reason"),
    [(3, ""), (2, "Only 1 place is left."), (1, "The conference is full.")],
)
def test_places_of_the_whole_event(conference, ticket, capacity, reason):
    conference.total_capacity = capacity
    conference.save()
    paid_order_of(ticket)
    situation = Situation(conference, count_products(conference))
    if not reason:
        check_places([(ticket, 2)], situation)
        return
    with pytest.raises(SoldOutError) as error:
        check_places([(ticket, 2)], situation)
    assert error.value.messages == [reason]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"unlocks_hidden_tickets": True}, True),
        ({"unlocks_hidden_tickets": False}, False),
        ({"unlocks_hidden_tickets": True, "is_active": False}, False),
    ],
)
def test_which_voucher_opens_a_hidden_ticket(conference, ticket, fields, expected):
    other = TicketTypeFactory(conference=conference)
    code = VoucherFactory(conference=conference, ticket_types=[ticket], **fields)
    assert unlocks(Voucher.objects.get(pk=code.pk), ticket) is expected
    assert unlocks(Voucher.objects.get(pk=code.pk), other) is False
    assert unlocks(None, ticket) is False


def test_how_many_tickets_may_carry_an_add_on(conference, ticket, dinner):
    pairs = [(ticket.pk, 2), (ticket.pk + 1, 3)]
    assert (qualifying(dinner, pairs), qualifying(AddOnFactory(conference=conference), pairs)) == (2, 5)


def test_tickets_that_somebody_holds_carry_what_they_do_not_carry_yet(conference, ticket, dinner):
    free, full = (HeldTicket(1, ticket.pk, "", has_line=True, addons=frozenset(addons)) for addons in ([], [dinner.pk]))
    guest = HeldTicket(2, None, "", has_line=False)
    for_everybody = AddOnFactory(conference=conference)
    assert [qualifying(dinner, [], [own]) for own in (free, full, guest)] == [1, 0, 0]
    assert [qualifying(for_everybody, [], [own]) for own in (free, full, guest)] == [1, 1, 0]
