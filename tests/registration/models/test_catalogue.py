"""Whether a product can be bought now."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories.registration import TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "available"),
    [((None, None), True), ((-1, 1), True), ((1, 2), False), ((-2, -1), False)],
)
def test_a_product_is_available_in_its_time(days, available):
    start, end = (None if day is None else timezone.now() + day * DAY for day in days)
    assert TicketTypeFactory(available_from=start, available_until=end).is_available is available


def test_a_product_that_is_switched_off_is_not_available():
    assert not TicketTypeFactory(is_active=False).is_available


def test_a_product_is_available_until_the_last_one_is_sold():
    ticket = TicketTypeFactory(total_quantity=1)
    assert ticket.is_available
    paid_order_of(ticket)
    assert not ticket.is_available
