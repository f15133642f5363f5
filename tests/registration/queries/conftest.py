"""Orders in every state that matters to stock."""

import datetime as dt

import pytest
from django.utils import timezone

from registration.models import Order
from tests.factories.registration import order_of

HELD = dt.timedelta(minutes=10)


@pytest.fixture
def sold_in_every_state():
    """Return `make(product, **fields)`: one order in each state, of 1, 2, 4, … units, so that a sum tells which counted.

    1 paid, 2 partially refunded with one unit given back, 4 held, 8 with a hold that ended, 16 cancelled, 32 refunded.
    """

    def make(product, **fields) -> None:
        now = timezone.now()
        states = [
            (Order.Status.PAID, None),
            (Order.Status.PARTIALLY_REFUNDED, None),
            (Order.Status.PENDING, now + HELD),
            (Order.Status.PENDING, now - HELD),
            (Order.Status.CANCELLED, now + HELD),
            (Order.Status.REFUNDED, None),
        ]
        for power, (status, until) in enumerate(states):
            order = order_of((product, 2**power), status=status, hold_expires_at=until, **fields)
            if status == Order.Status.PARTIALLY_REFUNDED:
                order.line_items.update(refunded_quantity=1)

    return make


PAID, BACK, WAITING = 1, 1, 4  # units of `sold_in_every_state`: paid, what a partial refund left, held
TAKEN = PAID + BACK + WAITING
