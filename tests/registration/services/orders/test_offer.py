"""Whether an order whose time was over could still be ordered as it was."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from registration.errors import NotForSaleError
from registration.models import TicketType, TimeOrStockLimitCondition, Voucher
from registration.services.orders.offer import require_offer
from tests.factories.registration import (
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
    order_of,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def order(conference):
    """Return an order of one ticket with a discount and a voucher."""
    early = TimeOrStockLimitConditionFactory(conference=conference, name="Early bird")
    voucher = VoucherFactory(conference=conference, code="SAVE")
    order = order_of(TicketTypeFactory(conference=conference, name="Regular"), voucher=voucher, voucher_code="SAVE")
    order.line_items.update(
        description="Regular", condition_key=f"timeorstocklimitcondition:{early.pk}", condition_name="Early bird"
    )
    return order


def ask(order):
    order.refresh_from_db()
    require_offer(order, order.line_items.select_related("ticket_type", "addon"))


def test_an_offer_that_stands_is_kept(order):
    ask(order)


@pytest.mark.parametrize(
    ("model", "change", "reason"),
    [
        (TicketType, {"is_active": False}, "“Regular” is not on sale any more"),
        (TicketType, {"available_until": -HOUR}, "“Regular” is not on sale any more"),
        (TicketType, {"available_from": HOUR}, "“Regular” is not on sale any more"),
        (TicketType, {"price": Decimal("120.00")}, "“Regular” has another price now"),
        (Voucher, {"is_active": False}, "the voucher SAVE is not valid any more"),
        (Voucher, {"valid_until": -HOUR}, "the voucher SAVE is not valid any more"),
        (TimeOrStockLimitCondition, {"is_active": False}, "so is “Early bird”"),
        (TimeOrStockLimitCondition, {"end_time": -HOUR}, "so is “Early bird”"),
        (TimeOrStockLimitCondition, None, "so is “Early bird”"),
    ],
)
def test_what_changed_since_is_named(order, model, change, reason):
    if change is None:
        model.objects.all().delete()
    else:
        now = timezone.now()
        model.objects.update(
            **{name: now + value if isinstance(value, dt.timedelta) else value for name, value in change.items()}
        )
    with pytest.raises(NotForSaleError) as refusal:
        ask(order)
    assert reason in refusal.value.messages[0]
    assert "Please order again." in refusal.value.messages[0]
    assert refusal.value.code == "ended"
