"""Cancelling a waiting order for its buyer, with an entry in its history."""

from wagtail.log_actions import log

from conference.models import User
from conference.scope import require_open
from registration.models import Order
from registration.services.checkout import CheckoutService

CANCELLED = "registration.order_cancelled"


def cancel_by_staff(order: Order, *, by: User) -> Order:
    """Cancel a waiting order and log who did; raises what `CheckoutService.cancel_order` raises."""
    require_open(order.conference)
    cancelled = CheckoutService.cancel_order(order)
    log(instance=cancelled, action=CANCELLED, user=by, data={"reference": order.reference})
    return cancelled
