"""Payers' claims at their banks: while one is open the order gives nothing back; a won one leaves everything as it was."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.money import display, from_stripe
from registration.errors import WrongStateError
from registration.models import Discrepancy, Dispute, Order, Payment
from registration.queries.balances import books_of
from registration.services.money.differences import entries
from registration.services.money.locks import locked_payments
from registration.services.stripe.objects import StripeDispute

CLOSED = ("won", "lost", "warning_closed", "prevented")
Kind = Discrepancy.Kind


def is_disputed(order: Order) -> bool:
    """Return whether a claim about one of the order's payments is undecided."""
    return Dispute.objects.filter(payment__order=order, closed_at__isnull=True).exists()


def require_no_open_dispute(order: Order) -> None:
    """Raise `WrongStateError` while a claim is undecided: money given back now would be paid twice."""
    if is_disputed(order):
        raise WrongStateError(
            _("The payer disputes this payment at their bank: nothing can be given back until that is decided.")
        )


def record_dispute(conference: Conference, theirs: StripeDispute) -> str:
    """Write down a claim as Stripe has it now, in the caller's transaction; return one sentence.

    The payment must be known: settle its PaymentIntent first.
    """
    payment = (
        locked_payments()
        .select_related("order__conference")
        .filter(order__conference=conference, stripe_payment_intent_id=theirs.intent)
        .exclude(stripe_payment_intent_id="")
        .first()
    )
    amount = from_stripe(theirs.amount, theirs.currency)
    if payment is None:
        _note(conference, theirs, amount, None)
        return _("A dispute about money without an order.")
    dispute, _is_new = Dispute.objects.get_or_create(
        stripe_dispute_id=theirs.id,
        defaults={"payment": payment, "status": theirs.status, "reason": theirs.reason, "amount": amount},
    )
    is_closed = theirs.status in CLOSED
    if dispute.closed_at is not None and not is_closed:
        return _("Nothing new: the dispute is decided.")  # this was asked before that, and comes after
    dispute.status, dispute.reason, dispute.amount = theirs.status, theirs.reason, amount
    dispute.funds_withdrawn, dispute.evidence_due_by = theirs.withdrawn, theirs.due
    dispute.closed_at = (dispute.closed_at or timezone.now()) if is_closed else None
    dispute.save()
    _note(conference, theirs, amount, payment)
    if theirs.status in ("won", "warning_closed", "prevented"):
        entries.resolve_about(conference, Kind.DISPUTE, theirs.id, _("Decided for the conference."))
        return _("The dispute was decided for the conference.")
    if not is_closed:
        return _("The payment is disputed.")
    _resolve_what_was_too_much(payment.order)
    return _("The dispute was lost: the money is gone.")


def _resolve_what_was_too_much(order: Order) -> None:
    """Take off the list what had to go back of an order, when the payer got it from their bank instead."""
    if books_of(order).surplus:
        return
    for difference in order.discrepancies.filter(kind=Kind.OVERPAID, resolved_at__isnull=True):
        entries.resolve(difference, _("The payer got it back from their bank."))


def _note(conference: Conference, theirs: StripeDispute, amount: Decimal, payment: Payment | None) -> None:
    entries.note(
        conference,
        Kind.DISPUTE,
        stripe_id=theirs.id,
        order=payment.order if payment else None,
        payment=payment,
        amount=amount,
        currency=theirs.currency,
        detail=_("The payer claims %(amount)s back at their bank (%(reason)s). Answer in Stripe’s dashboard.")
        % {"amount": display(amount, theirs.currency, conference.language), "reason": theirs.reason},
    )
