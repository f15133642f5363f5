"""The one way to PAID: state, tickets, access codes and the mails' outbox rows in one transaction."""

from django.db import transaction
from django.utils import timezone

from conference.signals import order_paid
from registration.models import Order
from registration.services.mails.notices import order_confirmation
from registration.services.orders.plan import Plan
from registration.services.orders.states import Status, move
from registration.services.orders.tickets import issue


def mark_paid(order: Order) -> None:
    """Make a locked, waiting order PAID and issue its tickets; `WrongStateError` when it is in another state.

    Call it in the transaction that recorded the last payment, with the order from `lock_order`. Who listens to the
    signal `order_paid` hears of it after the commit.
    """
    move(order, Status.PAID)
    plan = Plan.from_json(order.plan)
    order.paid_at, order.hold_expires_at, order.plan = timezone.now(), None, {}
    order.save(update_fields=["status", "paid_at", "hold_expires_at", "plan", "updated_at"])
    issue(order, plan)
    order_confirmation(order)
    transaction.on_commit(lambda: order_paid.send(sender=Order, order=order), robust=True)
