"""What a conference sells now."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from registration.models import Order, Voucher
from registration.queries.storefront import SHOWN_FOR, storefront
from registration.services.selling.offers import Sale
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
NOW, DAY = timezone.now(), dt.timedelta(days=1)


def offers(conference, **asked):
    found = storefront(conference, **asked)
    return {offer.product.name: offer for offer in (*found.tickets, *found.addons)}


@pytest.mark.parametrize(
    ("fields", "sale"),
    [
        ({}, Sale.OPEN),
        ({"available_from": NOW + DAY}, Sale.NOT_YET),
        ({"available_until": NOW - DAY}, Sale.OVER),
        ({"total_quantity": TAKEN}, Sale.SOLD_OUT),
        ({"total_quantity": TAKEN + 1}, Sale.OPEN),
    ],
)
def test_whether_it_can_be_bought(conference, sold_in_every_state, fields, sale):
    sold_in_every_state(TicketTypeFactory(conference=conference, name="T", **fields))
    offer = offers(conference)["T"]
    assert (offer.sale, offer.is_open) == (sale, sale == Sale.OPEN)


def test_how_many_are_left_is_told_when_they_are_few(conference):
    TicketTypeFactory(conference=conference, name="few", total_quantity=20, limit_per_user=5)
    TicketTypeFactory(conference=conference, name="many", total_quantity=21, limit_per_user=0)
    TicketTypeFactory(conference=conference, name="endless", limit_per_user=0)
    found = offers(conference)
    assert {name: (offer.left, offer.most) for name, offer in found.items()} == {
        "few": (20, 5),
        "many": (None, 21),
        "endless": (None, 100),
    }


def test_price_tax_and_the_reason_of_a_discount(conference):
    conference.currency = "EUR"
    conference.save()
    ticket = TicketTypeFactory(conference=conference, name="T", price=Decimal("119.00"), tax_rate=Decimal(19))
    AddOnFactory(conference=conference, name="D", price=Decimal("25.00"))
    DiscountForProductFactory(
        conference=conference, name="Summer", discount_value=50, limit=9, ticket_types=[ticket], end_time=NOW + DAY
    )
    found = offers(conference)
    offer = found["T"]
    assert (offer.price, offer.full_price, offer.tax) == (Decimal("59.50"), Decimal("119.00"), Decimal("9.50"))
    assert (offer.is_reduced, offer.reason, offer.reason_until, offer.reason_left) == (True, "Summer", NOW + DAY, 9)
    assert (found["D"].is_reduced, found["D"].reason) == (False, "")


def test_hidden_tickets_need_the_voucher_that_opens_them(conference):
    hidden = TicketTypeFactory(conference=conference, name="H", requires_voucher=True)
    TicketTypeFactory(conference=conference, name="off", is_active=False)
    key = VoucherFactory(conference=conference, unlocks_hidden_tickets=True, ticket_types=[hidden])
    assert offers(conference) == {}
    assert offers(conference, voucher=VoucherFactory(conference=conference)) == {}
    assert offers(conference, voucher=key)["H"].is_unlocked


def test_a_voucher_shows_only_where_it_lowers_every_unit(conference):
    TicketTypeFactory(conference=conference, name="T", price=Decimal(100))
    whole = VoucherFactory(conference=conference)
    amount = VoucherFactory(conference=conference, voucher_type=Voucher.VoucherType.FIXED_AMOUNT)
    one, ended = (
        VoucherFactory(conference=conference, max_quantity=1),
        VoucherFactory(conference=conference, is_active=False),
    )
    prices = [offers(conference, voucher=voucher)["T"].price for voucher in (whole, amount, one, ended)]
    assert prices == [80, 100, 100, 100]


def test_another_conferences_products_never_appear(conference):
    TicketTypeFactory(name="elsewhere")
    AddOnFactory(name="elsewhere, too")
    assert offers(conference) == {}


def test_until_when_it_may_be_shown(conference):
    assert storefront(conference).valid_until is None
    TicketTypeFactory(conference=conference, available_from=NOW + 2 * DAY, available_until=NOW + 3 * DAY)
    assert storefront(conference, now=NOW).valid_until == NOW + 2 * DAY
    TimeOrStockLimitConditionFactory(conference=conference, end_time=NOW + DAY)
    assert storefront(conference, now=NOW).valid_until == NOW + DAY
    TicketTypeFactory(conference=conference, total_quantity=5)
    assert storefront(conference, now=NOW).valid_until == NOW + SHOWN_FOR


@pytest.mark.parametrize("number", [5, 50])
def test_four_statements(conference, django_assert_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference, total_quantity=9)
    AddOnFactory.create_batch(number, conference=conference, requires_ticket_types=tickets[:2])
    DiscountForProductFactory.create_batch(3, conference=conference, ticket_types=tickets)
    order_of((tickets[0], 2), status=Order.Status.PAID)
    with django_assert_num_queries(4):
        assert len(offers(conference)) == number * 2
