"""Asking Stripe to move the money of refunds whose rows are written. However often it is asked, it moves once."""

import logging

from django.db import transaction
from django.db.models import QuerySet

from conference.money import to_stripe
from registration.models import Credit, Refund
from registration.services.money.settle import fetch_and_settle
from registration.services.orders.states import lock_order
from registration.services.refunds.from_stripe import fail, record
from registration.services.refunds.rows import unanswered
from registration.services.rounds import Round
from registration.services.stripe.client import ask, client_for
from registration.services.stripe.objects import read_refund
from registration.services.time_box import in_time
from registration.stripe_errors import BusyError, RefusedError, StripeProblemError

logger = logging.getLogger(__name__)


def send_decided(credit_id: int) -> None:
    """Send what one decision still has to send; a problem is left to the next round of `send_waiting`."""
    credit = Credit.objects.filter(pk=credit_id).first()
    Round().each(unsent().filter(credit=credit) if credit else (), _try)


def send_waiting() -> str:
    """Send every refund that Stripe was not asked for, or did not answer; return one line, or "".

    `RowsFailedError`, at the end, when there is a refund with which something is wrong here.
    """
    waiting, a_round = list(unsent().order_by("pk")), Round()
    sent = a_round.each(in_time(waiting), _try)
    return a_round.line(f"{sent} of {len(waiting)} waiting refunds sent" if waiting else "")


def unsent() -> QuerySet[Refund]:
    """Return the refunds that Stripe is still to be asked for, with what asking takes."""
    return unanswered().select_related("payment", "order__conference", "credit")


def send(refund: Refund, *, is_first: bool = False, tells_staff: bool = True) -> None:
    """Ask Stripe for one refund and write its answer down.

    When Stripe refuses for good, the refund has failed (`tells_staff`: and is a difference in the list) and the problem is
    raised; when nobody knows what it did, the row waits for another try, and the problem is raised as well.
    """
    conference, intent = refund.order.conference, refund.payment.stripe_payment_intent_id
    if not is_first:
        fetch_and_settle(conference, intent)  # finds the answer that was lost, also when Stripe forgot the key
        refund.refresh_from_db()
        if refund.stripe_refund_id or refund.status != Refund.Status.PENDING:
            return
    try:
        answer = ask(client_for(conference).v1.refunds.create, params=_wish(refund), key=f"refund-{refund.pk}")
    except StripeProblemError as problem:
        if problem.may_have_happened or isinstance(problem, BusyError):
            raise
        _refused(refund, problem, tells_staff=tells_staff)
        if isinstance(problem, RefusedError):
            fetch_and_settle(conference, intent)  # what it was refused for may be news to us
        raise
    with transaction.atomic():
        order = lock_order(refund.order)
        record(order, refund.payment, read_refund(answer), currency=order.currency)


def _wish(refund: Refund) -> dict:
    order = refund.order
    return {
        "payment_intent": refund.payment.stripe_payment_intent_id,
        "amount": to_stripe(refund.amount, order.currency),
        "reason": refund.reason,
        "metadata": {"refund": str(refund.pk), "order": order.reference, "conference": order.conference.slug},
    }


def _refused(refund: Refund, problem: StripeProblemError, *, tells_staff: bool) -> None:
    with transaction.atomic():
        order = lock_order(refund.order)
        row = _locked(refund)
        if row.status != Refund.Status.PENDING or row.stripe_refund_id:
            return
        row.status, row.failure_message = Refund.Status.FAILED, str(problem)[:500]
        row.save(update_fields=["status", "failure_message", "updated_at"])
        fail(order, row, tells_staff=tells_staff)


def _locked(refund: Refund) -> Refund:
    rows = Refund.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("payment", "credit").get(pk=refund.pk)


def _try(refund: Refund) -> bool:
    try:
        send(refund)
    except StripeProblemError as problem:
        logger.warning("refund %s was not sent: %s", refund.pk, problem)
        return False
    return True
