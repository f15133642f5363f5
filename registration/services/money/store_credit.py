"""Spending store credit on an order: the one function that the shop, the portal and staff call."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from conference.money import ZERO
from registration.errors import WrongStateError
from registration.models import Credit, Order
from registration.queries.balances import balance_due
from registration.services import inventory
from registration.services.mark_paid import mark_paid
from registration.services.money.credit_ledger import lock_credit, spend
from registration.services.money.stop_payment import has_open_card_payment, stop_payment
from registration.services.orders.holds import is_surely_held
from registration.services.orders.states import lock_order

TRIES = 3


def apply(order: Order, credit: Credit) -> Decimal:
    """Pay as much of a waiting order as credit and balance allow, and return how much; PAID when nothing is left to pay.

    A card payment that was begun for the old balance is stopped first, so that nobody can pay that any more. `WrongStateError`
    when the order does not wait for money or a payment is on its way, or the credit is not its buyer's or is used up;
    `SoldOutError` when its time ends this very moment and nothing is left.
    """
    for _try in range(TRIES):
        if not stop_payment(order):
            break
        with transaction.atomic():
            locked = lock_order(order)
            # begun again by another tab in between
            if not has_open_card_payment(locked):
                return _apply(locked, credit)
    raise WrongStateError(_("A payment for this order is on its way: wait until it has arrived."))


def _apply(order: Order, credit: Credit) -> Decimal:
    is_sure = is_surely_held(order)
    payment = spend(order, lock_credit(credit.pk))
    if balance_due(order) == ZERO:
        mark_paid(order)
        if not is_sure:
            inventory.take(order, order.line_items.all())
    return payment.amount
