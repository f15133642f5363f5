"""What was paid for an order that ends without being paid: it goes back, by itself where Stripe has it, else by staff."""

from decimal import Decimal

from django.utils.translation import gettext as _

from conference.money import ZERO
from registration.models import Discrepancy, Order, Payment
from registration.services.money.differences import entries
from registration.services.money.disputes import is_disputed
from registration.services.refunds.rows import (
    TOLD_AT_THE_END,
    Manner,
    Part,
    moved_by_stripe,
    open_refund,
    refundable,
    send_after_commit,
)


def give_back_parts(order: Order, *, but: Payment | None = None) -> Decimal:
    """Let go back what a locked order got that ends now, in the caller's transaction; return how much that is.

    What Stripe has goes by itself after the commit; the rest becomes a difference for staff, and so does everything
    while a payer disputes. Store credit is none of this: it comes back as the order ends. `but` is a payment that is
    dealt with already.
    """
    parts = [
        part
        for part in refundable(order)
        if part.payment.method != Payment.Method.CREDIT and (but is None or part.payment.pk != but.pk)
    ]
    by_itself = [] if is_disputed(order) else [part for part in parts if moved_by_stripe(part.payment)]
    if by_itself:
        manner = Manner(note=_("The order ended, and this was a part of its price."), request_key=TOLD_AT_THE_END)
        send_after_commit(open_refund(order, by_itself, manner))
    for part in parts:
        if part not in by_itself:
            _ask_staff(order, part)
    return sum((part.amount for part in parts), ZERO)


def _ask_staff(order: Order, part: Part) -> None:
    entries.note_money(
        order,
        Discrepancy.Kind.OVERPAID,
        payment=part.payment,
        amount=part.amount,
        detail=_("The order ended, and a part of it had been paid. Please give that back."),
    )
