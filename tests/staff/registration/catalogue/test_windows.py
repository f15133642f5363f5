"""Whether a voucher or a discount works now, or why not."""

import datetime as dt

import pytest
from django.utils import timezone

from registration.models import DiscountForProduct, SpeakerCondition, Voucher
from staff.registration.catalogue import discounts, vouchers
from staff.registration.catalogue.windows import State, state_now

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("active", "days", "used_up", "state"),
    [
        (True, (None, None), False, State.ACTIVE),
        (True, (-1, 1), False, State.ACTIVE),
        (True, (1, None), False, State.NOT_YET),
        (True, (1, None), True, State.USED_UP),
        (True, (None, -1), True, State.OVER),
        (False, (None, -1), True, State.OFF),
    ],
)
def test_a_state_says_what_hinders_most(active, days, used_up, state):
    start, end = (None if day is None else timezone.now() + day * DAY for day in days)
    assert state_now(active=active, start=start, end=end, used_up=used_up) is state


def test_discounts_and_vouchers_work_until_they_are_used_up():
    assert discounts.works_now(SpeakerCondition())
    assert not discounts.works_now(SpeakerCondition(is_active=False))
    assert discounts.works_now(DiscountForProduct(limit=2, times_used=1))
    assert not discounts.works_now(DiscountForProduct(limit=2, times_used=2))
    assert vouchers.works_now(Voucher(max_uses=1))
    assert not vouchers.works_now(Voucher(max_uses=1, times_used=1))
