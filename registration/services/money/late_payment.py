"""Paying an order that has its money: in time, or when its time is over and its stock must be taken again; if there is none,
the money goes back.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.money import ZERO
from registration.errors import WrongStateError
from registration.models import Discrepancy, Order, Payment
from registration.services import inventory
from registration.services.mails.payments import tell_late_payment
from registration.services.mark_paid import mark_paid
from registration.services.money.attempt import attempt
from registration.services.money.differences import entries
from registration.services.money.differences.amounts import flag_overpaid, resolve_overpaid
from registration.services.money.part_payments import give_back_parts
from registration.services.orders.ending import end
from registration.services.orders.holds import is_surely_held, time_to_pay, usual_time
from registration.services.orders.offer import require_offer
from registration.services.orders.states import Status, lock_order, move
from registration.services.refunds.rows import (
    TOLD_AT_THE_END,
    Manner,
    Part,
    moved_by_stripe,
    open_refund,
    refundable,
    send_after_commit,
)


def complete(order: Order, payment: Payment) -> str:
    """Pay a locked order that waits and has all its money, in time or late; `payment` is the last of it.

    Return what came of it, in a sentence. Last in the caller's transaction: late, it takes the lock on the stock.
    """
    if not is_surely_held(order):
        return pay_late(order, payment)
    try:
        with attempt():
            mark_paid(order)
    except ValidationError as error:  # a ticket that was to carry an add-on ended meanwhile, and there is no other
        return _send_back(lock_order(order), payment, why=" ".join(error.messages))
    return f"{_('The order is paid.')} {flag_overpaid(order, payment)}".strip()


def pay_late(order: Order, payment: Payment, *, is_enough: bool = True) -> str:
    """Pay a locked order whose hold is over, with a payment that is recorded; return what came of it, in a sentence.

    Without stock, or when the payment is not enough any more, the order ends and the payment goes back: by itself where
    Stripe can do it, else by staff, who are told. In the caller's transaction; nobody outside is asked before its commit.
    """
    if not is_enough:
        return _send_back(order, payment, why=_("the order had ended, and this is not all that it costs"))
    try:
        with attempt():
            _revive(order)
            mark_paid(order)
            surplus = flag_overpaid(order, payment)
            if not surplus:
                resolve_overpaid(order)
            inventory.take(order, order.line_items.all())
    except ValidationError as error:  # sold out, or its tickets cannot be issued any more
        return _send_back(lock_order(order), payment, why=" ".join(error.messages))
    return f"{_('The order is paid: it was late, but there was still stock.')} {surplus}".strip()


def hold_again(order: Order) -> None:
    """Give a locked order that waits its stock once more, because its buyer begins to pay.

    Raises `WrongStateError` (code "ended") when it was held for long enough, `NotForSaleError` when what it has is not
    offered any more, or not at its price, and `SoldOutError` when nothing is left.
    """
    until = time_to_pay(order)
    if until <= timezone.now():
        raise WrongStateError(_("The time to pay this order is over. Please order again."), code="ended")
    lines = list(order.line_items.select_related("ticket_type", "addon"))
    require_offer(order, lines)
    order.hold_expires_at = until
    order.save(update_fields=["hold_expires_at", "updated_at"])
    inventory.take(order, lines)


def _revive(order: Order) -> None:
    """Let an order wait that is paid in the same breath; its hold only makes the stock count it."""
    if order.status == Status.CANCELLED:
        move(order, Status.PENDING)
    order.hold_expires_at, order.cancelled_at = timezone.now() + usual_time(), None
    order.save(update_fields=["status", "hold_expires_at", "cancelled_at", "updated_at"])


def _send_back(order: Order, payment: Payment, *, why: str) -> str:
    left = sum((part.amount for part in refundable(order) if part.payment == payment), ZERO)
    outcome = _("Too late, and nothing is left; the money went back already.")
    if left:
        outcome = _return_to_payer(order, payment, left, why=why)
    if order.status == Status.PENDING:
        give_back_parts(order, but=payment)
        end(order)
    return outcome


def _return_to_payer(order: Order, payment: Payment, amount: Decimal, *, why: str) -> str:
    goes_back = moved_by_stripe(payment)
    words = {"amount": order.money(amount), "why": why}
    if goes_back:
        detail = _("%(amount)s came after the hold ended (%(why)s) and goes back by itself.") % words
        manner = Manner(note=_("Paid too late; nothing was left."), request_key=TOLD_AT_THE_END)
        send_after_commit(open_refund(order, [Part(payment, amount)], manner))
        tell_late_payment(order, amount, key=entries.name_of(payment))
    else:
        detail = _("%(amount)s came after the hold ended (%(why)s). Please give it back by hand.") % words
    entries.note_money(order, Discrepancy.Kind.LATE_PAYMENT, payment=payment, amount=amount, detail=detail)
    if goes_back:
        return _("Too late, and nothing is left: the money goes back by itself.")
    return _("Too late, and nothing is left: please give it back by hand.")
