"""Cancelling a waiting order on somebody's wish: its buyer's or staff's."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import User
from conference.scope import require_open
from registration.errors import WrongStateError
from registration.models import Order, Payment
from registration.services.money.stop_payment import stop_payment
from registration.services.orders.ending import end
from registration.services.orders.states import lock_order

CANCELLED = "registration.order_cancelled"


def cancel_order(order: Order) -> Order:
    """Cancel a waiting order and give back what it held; `WrongStateError` when it was paid, or a part of it was."""
    if not stop_payment(order):
        raise WrongStateError(_("A payment for this order is on its way: it cannot be cancelled now."))
    with transaction.atomic():
        locked = lock_order(order)
        if _has_money(locked):
            raise WrongStateError(_("A part of this order is paid: give that back first."))
        end(locked)
    return locked


def cancel_by_staff(order: Order, *, by: User) -> Order:
    """Cancel a waiting order and log who did; raises what `cancel_order` raises."""
    require_open(order.conference)
    cancelled = cancel_order(order)
    log(instance=cancelled, action=CANCELLED, user=by, data={"reference": order.reference})
    return cancelled


def _has_money(order: Order) -> bool:
    """Return whether money of the buyer is in it that is no store credit, or on its way."""
    moved = (Payment.Status.SUCCEEDED, Payment.Status.PROCESSING)
    return order.payments.filter(status__in=moved).exclude(method=Payment.Method.CREDIT).exists()
