"""What a refund does to its order once the money is on its way: tickets end, stock comes back, the state follows the money."""

from django.utils.translation import gettext as _

from conference.money import ZERO
from registration.models import Credit, Discrepancy, Order, Payment, Refund
from registration.models.orders import EVER_PAID
from registration.queries.balances import Books, books_of
from registration.services import inventory
from registration.services.mails.payments import tell_refund
from registration.services.money.differences import entries
from registration.services.orders.states import Status, move
from registration.services.refunds import lines as refund_lines
from registration.services.refunds.rows import TOLD_AT_THE_END, unanswered

Kind = Discrepancy.Kind


def carry_out(order: Order, refund: Refund) -> None:
    """Do once what a refund means for its locked order, in the transaction that learned that the money goes.

    Last in the caller's transaction, because it takes the lock on the stock.
    """
    if refund.credit_id is not None and refund.request_key != TOLD_AT_THE_END:
        tell_when_known(order, refund.credit_id, to=refund.to)
    _resolve_what_went_back(order)
    has_lines = refund_lines.end_units(refund)
    became = follow_money(order)
    if _end_when_all_went_back(order) or has_lines or became == Status.REFUNDED:
        inventory.release(order)


def arrive(order: Order) -> None:
    """Do what it means for a locked order that a refund of it, which had been under way, arrived; last as well."""
    follow_money(order)
    if _end_when_all_went_back(order):
        inventory.release(order)


def tell_when_known(order: Order, credit: int, *, to: str) -> None:
    """Tell the buyer of a decision (primary key of its `Credit`) once Stripe has answered for all of it: what it refuses
    does not go back. However often this is asked, they are told once.
    """
    record = Credit.objects.filter(pk=credit).first()
    if record is not None and not unanswered().filter(credit=record).exists():
        tell_refund(order, record.amount, to=to, key=str(credit))


def _end_when_all_went_back(order: Order) -> bool:
    """End what is left of an order whose money all arrived at its buyer; return whether it did.

    Until then only a refund's own units end: a ticket that ended stays ended, and the rest of the money may still fail.
    """
    if order.status != Status.REFUNDED:
        return False
    refund_lines.end_all(order)
    return True


def follow_money(order: Order) -> str:
    """Set a paid order's state to what its money says, and return it if it changed, else ""."""
    if order.status not in EVER_PAID:
        return ""
    state = _state(books_of(order))
    if state == order.status:
        return ""
    move(order, state)
    order.save(update_fields=["status", "updated_at"])
    return state


def _state(books: Books) -> str:
    """Return the state; money on its way may still fail, and until it arrived the tickets let in and keep their places."""
    if not books.lowered:
        return Status.PAID
    return Status.REFUNDED if books.refundable + books.pending_refunds <= ZERO else Status.PARTIALLY_REFUNDED


def _resolve_what_went_back(order: Order) -> None:
    """Take off the list what was too much, or wrong, and is no longer here."""
    done = _("It was given back.")
    open_still = order.discrepancies.filter(resolved_at__isnull=True).select_related("payment")
    wrong = (Kind.WRONG_AMOUNT, Kind.LATE_PAYMENT)
    for difference in open_still.filter(kind__in=wrong, payment__status=Payment.Status.REFUNDED):
        entries.resolve(difference, done)
    if not books_of(order).surplus:
        for difference in open_still.filter(kind=Kind.OVERPAID):
            entries.resolve(difference, done)
