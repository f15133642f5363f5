"""Refunds as Stripe has them: answers to ours, ones made in its dashboard, and ones that failed later."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from conference.money import ZERO, from_stripe
from registration.models import Discrepancy, Order, Payment, Refund
from registration.queries.balances import books_of
from registration.services import inventory
from registration.services.money.differences import entries
from registration.services.orders.states import lock_order
from registration.services.refunds.effects import arrive, carry_out, follow_money, tell_when_known
from registration.services.refunds.rows import (
    TOLD_AT_THE_END,
    Manner,
    Part,
    document_after_commit,
    note_given_back,
    open_refund,
    take_from_record,
)
from registration.services.stripe.objects import Intent, StripeRefund

Status = Refund.Status
STATES = {"succeeded": Status.SUCCEEDED, "failed": Status.FAILED, "canceled": Status.FAILED}  # all else is under way
Kind = Discrepancy.Kind


def record_refunds(order: Order, payment: Payment, intent: Intent) -> None:
    """Bring a payment's refunds to what Stripe has, in the caller's transaction that holds the order's lock."""
    for refund in intent.refunds:
        record(order, payment, refund, currency=intent.currency)


def record(order: Order, payment: Payment, theirs: StripeRefund, *, currency: str) -> Refund | None:
    """Write down one refund of Stripe's, however often; return our row, `None` when it never came to anything.

    The order's lock is held by the caller's transaction.
    """
    state = STATES.get(theirs.status, Status.PENDING)
    refund = _find(payment, theirs)
    if refund is None:
        if state == Status.FAILED:
            return None
        refund = _from_dashboard(order, payment, theirs, currency)
    is_news = not refund.stripe_refund_id
    has_changed = _follow(refund, theirs, state)
    note_given_back(payment)
    if refund.status == Status.SUCCEEDED:
        name = payment.stripe_payment_intent_id
        for kind, about in ((Kind.LATE_PAYMENT, name), (Kind.FAILED_REFUND, f"refund-{refund.pk}")):
            entries.resolve_about(order.conference, kind, about, _("It was given back."))
    # last, because the stock may be locked
    if has_changed and refund.status == Status.FAILED:
        fail(lock_order(order), refund)
    elif is_news and refund.status != Status.FAILED:
        carry_out(lock_order(order), refund)
    elif has_changed and refund.status == Status.SUCCEEDED:
        arrive(lock_order(order))
    return refund


def _follow(refund: Refund, theirs: StripeRefund, state: str) -> bool:
    """Store what Stripe says of a refund; return whether its state may have changed: nothing goes back but a success."""
    may_change = refund.status == Status.PENDING or (refund.status == Status.SUCCEEDED and state == Status.FAILED)
    refund.stripe_refund_id = theirs.id
    if may_change:
        refund.status = state
        refund.failure_message = theirs.failure if state == Status.FAILED else refund.failure_message
        if state != Status.PENDING:
            document_after_commit(refund)
    refund.save(update_fields=["stripe_refund_id", "status", "failure_message", "updated_at"])
    return may_change


def fail(order: Order, refund: Refund, *, tells_staff: bool = True) -> None:
    """Take back what a refund that did not arrive did to the money of its locked order, and tell staff.

    Tickets that ended stay ended: their places may be sold by now, and staff decide. Last in the caller's transaction,
    because it may take the lock on the stock.
    """
    credit, is_told_otherwise = refund.credit_id, refund.request_key == TOLD_AT_THE_END
    take_from_record(refund)
    note_given_back(refund.payment)
    if credit is not None and not is_told_otherwise:
        tell_when_known(order, credit, to=refund.to)  # of what other payments give back
    follow_money(order)
    if tells_staff:
        _tell_of_failure(order, refund)
    if order.is_paid:
        inventory.release(order)  # it may count again, and so do the uses of its voucher


def _tell_of_failure(order: Order, refund: Refund) -> None:
    entries.note_money(
        order,
        Kind.FAILED_REFUND,
        about=refund.stripe_refund_id or f"refund-{refund.pk}",
        payment=refund.payment,
        amount=refund.amount,
        detail=_("%(amount)s did not reach the buyer (%(why)s).")
        % {
            "amount": order.money(refund.amount),
            "why": refund.failure_message or _("Stripe does not say why"),
        },
    )


def _find(payment: Payment, theirs: StripeRefund) -> Refund | None:
    rows = Refund.objects.select_for_update(of=("self",), no_key=True).select_related("payment", "credit", "order")
    known = rows.filter(stripe_refund_id=theirs.id).first()
    if known is None and theirs.ours is not None:
        known = rows.filter(payment=payment, pk=theirs.ours, stripe_refund_id="").first()
    if known is not None:
        known.payment = payment
    return known


def _from_dashboard(order: Order, payment: Payment, theirs: StripeRefund, currency: str) -> Refund:
    reason = theirs.reason if theirs.reason in Refund.Reason.values else Refund.Reason.REQUESTED
    part = Part(payment, from_stripe(theirs.amount, currency))
    credit = open_refund(order, [part], Manner(reason=reason, note=_("Made in Stripe’s dashboard.")))
    refund = credit.refunds.select_related("payment", "credit", "order").get()
    _ask_staff(order, payment, refund, about=theirs.id)
    return refund


def _ask_staff(order: Order, payment: Payment, refund: Refund, *, about: str) -> None:
    """Enter what staff have to look at after a refund in the dashboard: nothing where it is all that is left of the order,
    whose tickets end by themselves, or was only too much.
    """
    twice = min(refund.amount, _gone_before(payment) + refund.amount - payment.amount)
    if twice > 0:
        amount, words = twice, _("%(amount)s that was store credit already went back in Stripe’s dashboard as well.")
    elif order.is_paid and refund.amount > refund.above_price and books_of(order).refundable:
        amount = refund.amount
        words = _(
            "%(amount)s was given back in Stripe’s dashboard. It is recorded; the tickets are still valid: "
            "decide whether any of them end."
        )
    else:
        return
    detail = words % {"amount": order.money(amount)}
    entries.note_money(order, Kind.UNRECORDED_REFUND, about=about, payment=payment, amount=amount, detail=detail)


def _gone_before(payment: Payment) -> Decimal:
    """Return what of a payment is surely gone: what still waits for Stripe's answer may be refused."""
    done = payment.refunds.filter(status=Status.SUCCEEDED)
    return done.aggregate(sum=Sum("amount"))["sum"] or ZERO
