"""The end of orders that were not paid: one way back for stock, voucher and discounts, and store credit."""

from django.db import transaction
from django.utils import timezone

from registration.models import Cart, Order, Payment
from registration.queries.balances import books_of
from registration.services.mails.notices import tell_expired
from registration.services.mails.payments import tell_part_payment
from registration.services.money.part_payments import give_back_parts
from registration.services.money.stop_payment import stop_payment
from registration.services.orders.ending import end
from registration.services.orders.states import Status, lock_order
from registration.services.rounds import Round
from registration.services.time_box import in_time

ORDERS_AT_ONCE = 200  # the next run takes the next ones


def expire_order(order: Order) -> bool:
    """End an order whose hold is over; return whether it ended.

    Its PaymentIntent is cancelled first: money that came at the last moment counts, and the order stays. A part of its
    price that was paid goes back. An order that has all its money and is not PAID stays: what came is not what was asked,
    which is a difference for staff.
    """
    if not stop_payment(order):
        return False
    with transaction.atomic():
        locked = lock_order(order)
        over = locked.hold_expires_at is None or locked.hold_expires_at <= timezone.now()
        if locked.status != Status.PENDING or not over or _decides_later(locked):
            return False
        given_back = give_back_parts(locked)
        if given_back:
            tell_part_payment(locked, given_back)
        else:
            tell_expired(locked)
        end(locked)
    return True


def expire_due() -> str:
    """End every order whose hold is over, and close baskets whose time is; return one line, or "".

    `RowsFailedError`, at the end, when an order could not end.
    """
    now = timezone.now()
    over = Order.objects.filter(status=Status.PENDING, hold_expires_at__lte=now).order_by("hold_expires_at")
    a_round = Round()
    ended = a_round.each(in_time(over.select_related("conference")[:ORDERS_AT_ONCE]), expire_order)
    carts = Cart.objects.filter(status=Cart.Status.OPEN, expires_at__lte=now)
    closed = carts.update(status=Cart.Status.EXPIRED, checkout_data={}, updated_at=now)
    return a_round.line(f"{ended} orders expired, {closed} baskets closed" if ended or closed else "")


def _decides_later(order: Order) -> bool:
    """Return whether a bank or staff decide about an order: its money is on its way, or has come in another form."""
    if order.payments.filter(status=Payment.Status.PROCESSING).exists():
        return True
    return bool(order.total) and not books_of(order).balance_due
