"""How long a waiting order keeps its stock: from the order on, longer once paying begins, and never for ever."""

import datetime as dt

from django.utils import timezone

from conference.models import Conference
from conference.settings import get_config
from registration.models import Order
from registration.services.setting_up.sales import sales_of

# so often the usual time is added to the first hold: for beginning to pay late, and for beginning again
PROLONGED_AT_MOST = 2
# longer than what happens to an order takes until its commit, and than the clocks of servers differ
LAST_MOMENTS = dt.timedelta(seconds=30)


def usual_time() -> dt.timedelta:
    """Return how long somebody has who pays by card."""
    return dt.timedelta(minutes=get_config().pending_order_expiry_minutes)


def hold_until(conference: Conference, pay_by: str, now: dt.datetime) -> dt.datetime:
    """Return until when a new order keeps its stock: minutes for a card, days for a transfer (to the day's end)."""
    if pay_by != Order.PayBy.TRANSFER:
        return now + usual_time()
    day = now.astimezone(conference.tz).date() + dt.timedelta(days=sales_of(conference).transfer_days)
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=conference.tz)


def last_moment(order: Order) -> dt.datetime:
    """Return when a waiting order lets go of its stock, however often its buyer begins to pay.

    Money that is on its way, or came, is no longer a matter of time.
    """
    return hold_until(order.conference, order.pay_by, order.created_at) + PROLONGED_AT_MOST * usual_time()


def is_surely_held(order: Order) -> bool:
    """Return whether nobody else gets a waiting order's stock before what happens to it now is committed.

    Others count by the clock: what ends within moments may be sold anew while its payment is being written. Then its stock
    is taken again as well, under the lock that all of them pass.
    """
    return order.is_held and order.hold_expires_at > timezone.now() + LAST_MOMENTS


def time_to_pay(order: Order) -> dt.datetime:
    """Return until when somebody has time who begins to pay now; in the past when the order was held for long enough."""
    return min(timezone.now() + usual_time(), last_moment(order))
