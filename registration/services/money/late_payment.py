"""Money that comes when the order's time is over: its stock is taken again if there is some, else the money goes back."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.money import display
from conference.settings import get_config
from registration.models import Discrepancy, Order, Payment
from registration.services import inventory
from registration.services.mails.payments import tell_late_payment
from registration.services.mark_paid import mark_paid
from registration.services.money import discrepancies
from registration.services.money.attempt import attempt
from registration.services.money.money_differences import flag_overpaid
from registration.services.orders.ending import end
from registration.services.orders.states import Status, lock_order, move
from registration.services.refunds.rows import Part, open_refund, send_after_commit

SENT_BACK = (Payment.Method.STRIPE, Payment.Method.TERMINAL)


def pay_late(order: Order, payment: Payment, *, is_enough: bool = True) -> str:
    """Pay a locked order whose hold is over, with a payment that is recorded; return what came of it, in a sentence.

    Without stock, or when the payment is not enough any more, the order ends and the payment goes back: by itself where
    Stripe can do it, else by staff, who are told. In the caller's transaction; nobody outside is asked before its commit.
    """
    if not is_enough:
        return _send_back(order, payment, why=_("the order had ended, and its store credit was given back"))
    try:
        with attempt():
            _revive(order)
            mark_paid(order)
            surplus = flag_overpaid(order, payment)
            inventory.take(order, order.line_items.all())
    except ValidationError as error:  # sold out, or its tickets cannot be issued any more
        return _send_back(lock_order(order), payment, why=" ".join(error.messages))
    return surplus or _("The order is paid: it was late, but there was still stock.")


def hold_again(order: Order) -> None:
    """Give a locked order that waits its stock for the usual time again; `SoldOutError` when there is none."""
    _revive(order)
    inventory.take(order, order.line_items.all())


def _revive(order: Order) -> None:
    if order.status == Status.CANCELLED:
        move(order, Status.PENDING)
    minutes = get_config().pending_order_expiry_minutes
    order.hold_expires_at, order.cancelled_at = timezone.now() + dt.timedelta(minutes=minutes), None
    order.save(update_fields=["status", "hold_expires_at", "cancelled_at", "updated_at"])


def _send_back(order: Order, payment: Payment, *, why: str) -> str:
    name = payment.stripe_payment_intent_id or f"payment-{payment.pk}"
    goes_back = payment.method in SENT_BACK
    words = {"amount": display(payment.amount, order.currency, order.conference.language), "why": why}
    if goes_back:
        detail = _("%(amount)s came after the hold ended (%(why)s) and goes back by itself.") % words
    else:
        detail = _("%(amount)s came after the hold ended (%(why)s). Please give it back by hand.") % words
    if goes_back:
        credit = open_refund(order, [Part(payment, payment.amount)], note=_("Paid too late; nothing was left."))
        send_after_commit(credit)
        tell_late_payment(order, payment.amount, key=name)
    discrepancies.note(
        order.conference,
        Discrepancy.Kind.LATE_PAYMENT,
        stripe_id=name,
        order=order,
        payment=payment,
        amount=payment.amount,
        currency=order.currency,
        detail=detail,
    )
    _note_other_money(order, payment)
    if order.status == Status.PENDING:
        end(order)
    return _("Too late, and nothing is left: the money goes back.")


def _note_other_money(order: Order, payment: Payment) -> None:
    """Tell staff of what else was paid for an order that ends now; store credit comes back by itself."""
    others = order.payments.filter(status=Payment.Status.SUCCEEDED).exclude(pk=payment.pk)
    for other in others.exclude(method=Payment.Method.CREDIT):
        discrepancies.note(
            order.conference,
            Discrepancy.Kind.OVERPAID,
            stripe_id=other.stripe_payment_intent_id or f"payment-{other.pk}",
            order=order,
            payment=other,
            amount=other.amount,
            currency=order.currency,
            detail=_("The order ended, and a part of it had been paid. Please give that back."),
        )
