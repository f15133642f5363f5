"""The one way to PAID: state, tickets, access codes and the mails' outbox rows in one transaction."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from conference.signals import order_paid
from registration import tasks
from registration.models import Attendee, Order, OrderLineItem, Payment
from registration.services.mails.notices import tell_paid
from registration.services.orders.plan import Plan
from registration.services.orders.states import Status, move
from registration.services.orders.tickets import issue


def mark_paid(order: Order) -> None:
    """Make a locked, waiting order PAID and issue its tickets; `WrongStateError` when it is in another state.

    Call it in the transaction that recorded the last payment, with the order from `lock_order`. Who listens to the
    signal `order_paid` hears of it after the commit.
    """
    plan = _move(order)
    order.save(update_fields=["status", "paid_at", "hold_expires_at", "plan", "updated_at"])
    _hand_over(order, issue(order, plan))


def write_paid(order: Order, lines: Sequence[OrderLineItem]) -> None:
    """Write an order with nothing to pay that is not stored yet, PAID from the start, with its payment of nothing.

    It is `mark_paid` for an order that nobody can have seen: nothing is locked and nothing is read again. Call it in the
    transaction that takes the stock last. `IntegrityError` when reference or codes are taken, or the buyer got a ticket
    of their own at this moment: then the whole order is to be tried anew.
    """
    plan = _move(order)
    order.save(force_insert=True)
    OrderLineItem.objects.bulk_create(lines)
    write_comp(order)
    _hand_over(order, issue(order, plan, lines=lines))


def write_comp(order: Order) -> Payment:
    """Record that nothing was to be paid for an order."""
    return Payment.objects.create(
        order=order, method=Payment.Method.COMP, amount=0, livemode=not order.is_test, received_at=timezone.now()
    )


def _move(order: Order) -> Plan:
    """Let an order be PAID in memory; return what its buyer said about its tickets."""
    move(order, Status.PAID)
    plan = Plan.from_json(order.plan)
    order.paid_at, order.hold_expires_at, order.plan = timezone.now(), None, {}
    return plan


def _hand_over(order: Order, tickets: Sequence[Attendee]) -> None:
    """Write the mails, and let others know after the commit."""
    tell_paid(order, [ticket for ticket in tickets if ticket.claim_mailed_at])
    if order.total:
        _stop_others_after_commit(order)
    transaction.on_commit(lambda: order_paid.send(sender=Order, order=order), robust=True)


def _stop_others_after_commit(order: Order) -> None:
    """Let the card payments that were begun for a paid order be stopped, so that nobody pays it twice."""
    if order.payments.filter(method=Payment.Method.STRIPE, status=Payment.Status.PENDING).exists():
        transaction.on_commit(lambda: tasks.stop_payments.enqueue(order.pk), robust=True)
