"""What a discount on everything takes off, asked of the row and of the one price function."""

from decimal import Decimal

import pytest

from registration.services.pricing import price
from registration.services.selling.conditions import rules_for
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import DiscountForCategoryFactory, TicketTypeFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("currency", "amount", "percentage", "quantity", "taken_off"),
    [
        ("EUR", "100.00", "10.00", 1, "10.00"),
        ("EUR", "33.33", "15.00", 3, "15.00"),  # 14.9985
        ("EUR", "9.99", "100.00", 2, "19.98"),
        ("EUR", "9.99", "0.01", 1, "0.00"),
        ("JPY", "999", "12.50", 1, "125"),  # 124.875: there is no smaller coin than a yen
    ],
)
def test_a_discount_on_everything_takes_off_what_is_charged(currency, amount, percentage, quantity, taken_off):
    conference = ConferenceFactory(currency=currency)
    discount = DiscountForCategoryFactory(conference=conference, percentage=Decimal(percentage))
    ticket = TicketTypeFactory(conference=conference, price=Decimal(amount))
    charged = price([(ticket, quantity)], rules=rules_for(conference, None), currency=currency)
    assert discount.calculate_discount(ticket.price, quantity) == Decimal(taken_off) == charged.discount
