"""What staff see beside a product."""

import datetime as dt

import pytest
from django.utils import timezone

from registration.models import AddOn, TicketType
from registration.queries.product_sales import can_be_bought, left_of, state_of, with_sales
from tests.factories.registration import AddOnFactory, TicketTypeFactory
from tests.registration.queries.conftest import BACK, PAID, TAKEN, WAITING

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "model"), [(TicketTypeFactory, TicketType), (AddOnFactory, AddOn)])
def test_sold_waiting_and_left(conference, sold_in_every_state, kind, model):
    product, other = kind.create_batch(2, conference=conference, total_quantity=50)
    sold_in_every_state(product)
    found = with_sales(model.objects.filter(conference=conference)).in_bulk()
    counted = found[product.pk]
    assert (counted.units_sold, counted.units_waiting, left_of(counted)) == (PAID + BACK, WAITING, 50 - TAKEN)
    assert (found[other.pk].units_sold, found[other.pk].units_waiting, left_of(found[other.pk])) == (0, 0, 50)


def test_the_state_in_words(conference, sold_in_every_state):
    now, day = timezone.now(), dt.timedelta(days=1)
    cases = {
        "Off": {"is_active": False},
        "Sale is over": {"available_until": now - day},
        "Sold out": {"total_quantity": TAKEN},
        "Not yet on sale": {"available_from": now + day},
        "Hidden": {"requires_voucher": True},
        "On sale": {},
    }
    for name, fields in cases.items():
        ticket = TicketTypeFactory(conference=conference, name=name, **fields)
        if name == "Sold out":
            sold_in_every_state(ticket)
    found = list(with_sales(TicketType.objects.filter(conference=conference)))
    assert {ticket.name: state_of(ticket) for ticket in found} == {name: name for name in cases}
    assert {ticket.name for ticket in found if can_be_bought(ticket)} == {"Hidden", "On sale"}


@pytest.mark.parametrize("number", [1, 20])
def test_one_statement(conference, django_assert_num_queries, number):
    TicketTypeFactory.create_batch(number, conference=conference)
    with django_assert_num_queries(1):
        assert (
            len([state_of(ticket) for ticket in with_sales(TicketType.objects.filter(conference=conference))]) == number
        )
