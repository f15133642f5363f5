"""Whose each unit of an order is: what is chosen for who said nothing, and which wishes are refused."""

import pytest
from django.core.exceptions import ValidationError

from registration.queries.tickets import HeldTicket
from registration.services.orders.plan import AddOnUnit, Holder, Plan, plan_for
from tests.factories.registration import AddOnFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(conference):
    """Return a kind of ticket."""
    return TicketTypeFactory(conference=conference)


@pytest.fixture
def dinner(conference, ticket):
    """Return an add-on of which each such ticket takes one."""
    return AddOnFactory(conference=conference, name="Dinner", requires_ticket_types=[ticket])


def test_who_says_nothing_decides_later_and_add_ons_go_in_their_order(ticket, dinner):
    plan = plan_for([(ticket, 2), (dinner, 2)])
    assert [(holder.unit, holder.mode) for holder in plan.holders] == [(1, "later"), (2, "later")]
    assert [(unit.unit, unit.holder) for unit in plan.addons] == [(1, 0), (2, 1)]


def test_a_plan_is_the_same_after_it_was_stored(ticket, dinner):
    wishes = Plan((Holder(ticket.pk, 1, "me", "Ada", answers={"pronouns": "she"}),), accepts_conduct=True)
    plan = plan_for([(ticket, 1), (dinner, 1)], wishes)
    assert Plan.from_json(plan.to_json()) == plan
    assert Plan.from_json({}) == Plan()


def test_a_ticket_of_before_carries_what_the_new_ones_do_not(ticket, dinner):
    plan = plan_for([(ticket, 1), (dinner, 2)], held=[HeldTicket(7, ticket.pk, "", has_line=True)])
    assert [(unit.holder, unit.attendee) for unit in plan.addons] == [(0, None), (None, 7)]


@pytest.mark.parametrize(
    ("holders", "has_ticket", "reason"),
    [
        ([{"mode": "me"}, {"mode": "me"}], False, "Only one ticket can be yours"),
        ([{"mode": "me"}], True, "You have a ticket already"),
        ([{"mode": "everybody"}], False, "Say for each ticket whose it is"),
        (
            [{"mode": "other", "name": "Grace", "email": "grace"}],
            False,
            "“grace” is no e-mail address: the ticket of Grace",
        ),
        ([{"mode": "other", "email": ""}], False, "the ticket of the other person goes there"),
        (
            [{"mode": "other", "email": "grace@example.org"}, {"mode": "other", "email": "Grace@example.org"}],
            False,
            "stands beside two tickets",
        ),
        ([{"mode": "other", "name": "www.example.org", "email": "grace@example.org"}], False, "address"),
        ([{"mode": "me", "name": "Win at https://a.example"}], False, "without web addresses"),
    ],
)
def test_holders_that_are_refused(ticket, holders, has_ticket, reason):
    wishes = Plan(tuple(Holder(ticket.pk, unit, **holder) for unit, holder in enumerate(holders, start=1)))
    with pytest.raises(ValidationError) as refusal:
        plan_for([(ticket, 2)], wishes, held=[HeldTicket(7, ticket.pk, "", has_line=True)] * has_ticket)
    assert reason in " ".join(refusal.value.messages)


@pytest.mark.parametrize(
    ("tickets", "dinners", "wishes", "reason"),
    [
        (1, 1, [{"holder": 5}], "cannot go with the ticket you chose"),
        (1, 1, [{"attendee": 7}], "cannot go with the ticket you chose"),
        (2, 2, [{"holder": 0}, {"holder": 0}], "Each ticket takes one “Dinner”"),
        (0, 1, [], "“Dinner” needs a ticket to go with"),
    ],
)
def test_add_ons_that_are_refused(ticket, dinner, tickets, dinners, wishes, reason):
    units = tuple(AddOnUnit(dinner.pk, unit, **wish) for unit, wish in enumerate(wishes, start=1))
    wanted = [line for line in ((ticket, tickets), (dinner, dinners)) if line[1]]
    with pytest.raises(ValidationError) as refusal:
        plan_for(wanted, Plan(addons=units))
    assert reason in " ".join(refusal.value.messages)
