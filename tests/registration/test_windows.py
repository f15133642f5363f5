"""Where a moment lies to a span of time; whatever has one means the same by its first and last moment."""

import datetime as dt

import pytest

from registration.errors import NotForSaleError
from registration.models import TicketType, TimeOrStockLimitCondition, Voucher
from registration.queries.stock import Counts
from registration.services.selling import vouchers
from registration.services.selling.discounts import Rule
from registration.services.selling.offers import Sale, sale_of
from registration.services.selling.rules import Situation, check_line
from registration.windows import Window, window_at
from tests.factories.conference import ConferenceFactory

NOW = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)
TICK = dt.timedelta(microseconds=1)
SPANS = [
    (None, None, Window.OPEN),
    (NOW, NOW, Window.OPEN),
    (NOW - TICK, NOW + TICK, Window.OPEN),
    (NOW + TICK, None, Window.BEFORE),
    (NOW + TICK, NOW + 2 * TICK, Window.BEFORE),
    (None, NOW - TICK, Window.OVER),
    (NOW - 2 * TICK, NOW - TICK, Window.OVER),
]


@pytest.fixture(params=SPANS)
def span(request, monkeypatch):
    """Return (first moment, last moment, where now lies), with the clock standing still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return request.param


def test_the_first_and_the_last_moment_belong_to_it(span):
    start, end, expected = span
    assert window_at(NOW, start=start, end=end) is expected


def test_a_sale_a_voucher_and_a_discount_keep_to_it(span):
    start, end, expected = span
    is_open = expected is Window.OPEN
    product = TicketType(available_from=start, available_until=end, total_quantity=0)
    assert (product.window_at(NOW), product.is_in_window) == (expected, is_open)
    voucher = Voucher(valid_from=start, valid_until=end)
    assert (voucher.window_at(NOW), voucher.is_valid) == (expected, is_open)
    assert TimeOrStockLimitCondition(start_time=start, end_time=end).window_at(NOW) is expected
    about = {"kind": "x", "pk": 1, "name": "", "priority": 0, "discount_type": "percentage", "value": 1}
    rule = Rule(**about, max_quantity=0, start=start, end=end, limit=0, used=0, flags=(True, True))
    assert rule.is_running(NOW) is is_open


def test_offers_and_refusals_are_its_words(span):
    start, end, expected = span
    conference = ConferenceFactory.build(pk=1)
    product = TicketType(name="Regular", conference_id=1, available_from=start, available_until=end)
    sale = {Window.BEFORE: Sale.NOT_YET, Window.OPEN: Sale.OPEN, Window.OVER: Sale.OVER}[expected]
    assert sale_of(product, None, NOW) == sale
    asked = [
        lambda: check_line(product, 1, [(product, 1)], Situation(conference, Counts())),
        lambda: vouchers.require_usable(Voucher(valid_from=start, valid_until=end)),
    ]
    for ask in asked:
        if expected is Window.OPEN:
            ask()
        else:
            with pytest.raises(NotForSaleError, match={"before": "yet", "over": "any more"}[expected.value]):
                ask()
