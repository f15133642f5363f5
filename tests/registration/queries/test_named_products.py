"""Where a product is named."""

import pytest

from registration.queries.named_products import places_naming
from tests.factories.registration import (
    AddOnFactory,
    DiscountForProductFactory,
    IncludedProductConditionFactory,
    SpeakerConditionFactory,
    TicketTypeFactory,
    VoucherFactory,
)

pytestmark = pytest.mark.django_db


def test_everything_that_names_a_ticket(conference):
    ticket = TicketTypeFactory(conference=conference)
    VoucherFactory(conference=conference, code="NAMES-IT", ticket_types=[ticket])
    SpeakerConditionFactory(conference=conference, name="Speakers", ticket_types=[ticket])
    IncludedProductConditionFactory(conference=conference, name="Owners", enabling_ticket_types=[ticket])
    AddOnFactory(conference=conference, name="Dinner", requires_ticket_types=[ticket])
    VoucherFactory(conference=conference, code="NAMES-NONE")
    assert places_naming(ticket) == ["NAMES-IT", "Speakers", "Owners", "Dinner"]
    assert places_naming(TicketTypeFactory(conference=conference)) == []


def test_everything_that_names_an_addon(conference):
    dinner = AddOnFactory(conference=conference)
    DiscountForProductFactory(conference=conference, name="Cheap dinner", addons=[dinner])
    assert places_naming(dinner) == ["Cheap dinner"]


def test_a_ticket_and_an_addon_of_the_same_number_are_told_apart(conference):
    ticket = TicketTypeFactory(conference=conference)
    dinner = AddOnFactory(conference=conference, pk=ticket.pk)
    VoucherFactory(conference=conference, code="TICKETS", ticket_types=[ticket])
    assert (places_naming(ticket), places_naming(dinner)) == (["TICKETS"], [])


@pytest.mark.parametrize("number", [1, 10])
def test_a_statement_for_each_kind(conference, django_assert_num_queries, number):
    ticket = TicketTypeFactory(conference=conference)
    VoucherFactory.create_batch(number, conference=conference, ticket_types=[ticket])
    with django_assert_num_queries(9):
        assert len(places_naming(ticket)) == number
