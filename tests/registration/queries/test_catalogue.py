"""All products of a conference, read once."""

import pytest

from registration.models import AddOn, TicketType
from registration.queries.catalogue import key_of, load_catalogue
from tests.factories.registration import AddOnFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db


def test_products_are_as_the_database_has_them(conference):
    TicketTypeFactory(conference=conference, requires_voucher=True, limit_per_user=3, is_active=False)
    AddOnFactory(conference=conference)
    catalogue = load_catalogue(conference)
    for found, model in ((catalogue.tickets[0], TicketType), (catalogue.addons[0], AddOn)):
        stored = model.objects.get()
        assert {field.name: getattr(found, field.name) for field in model._meta.concrete_fields} == {
            field.name: getattr(stored, field.name) for field in model._meta.concrete_fields
        }


def test_they_stand_in_their_order_and_no_other_conferences_are_among_them(conference):
    last, first = (
        TicketTypeFactory(conference=conference, name=name, order=order) for name, order in (("A", 2), ("B", 1))
    )
    same = TicketTypeFactory(conference=conference, name="C", order=1)
    dinner = AddOnFactory(conference=conference)
    foreign = TicketTypeFactory()
    AddOnFactory(conference=foreign.conference)
    catalogue = load_catalogue(conference)
    assert catalogue.products == (first, same, last, dinner)
    assert set(catalogue.by_key()) == {key_of(product) for product in (first, same, last, dinner)}
    assert catalogue.known(foreign) is foreign
    assert catalogue.known(dinner) is catalogue.addons[0]


@pytest.mark.parametrize("number", [1, 20])
def test_one_statement_with_the_tickets_that_addons_require(conference, django_assert_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference)
    AddOnFactory.create_batch(number, conference=conference, requires_ticket_types=tickets)
    AddOnFactory(conference=conference)
    with django_assert_num_queries(1):
        addons = load_catalogue(conference).addons
        required = [len(addon.requires_ticket_types.all()) for addon in addons]
    assert sorted(required) == [0, *[number] * number]
