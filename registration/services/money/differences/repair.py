"""Looking at a difference anew because somebody asks for it: Stripe is asked, our records follow, and what agrees is settled."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import User
from conference.scope import require_open
from registration.errors import NotYetKnownError, WrongStateError
from registration.models import Discrepancy, Dispute, Payment, Refund
from registration.queries.balances import balance_due, books_of
from registration.services.money.differences import entries
from registration.services.money.disputes import record_dispute
from registration.services.money.late_payment import complete
from registration.services.money.settle import settle
from registration.services.orders.states import Status, lock_order
from registration.services.stripe.objects import SUCCEEDED, fetch_dispute, fetch_intent
from registration.stripe_errors import StripeProblemError

REPAIRED = "registration.difference_repaired"
INTENT = "pi_"
Kind = Discrepancy.Kind


def repair(difference: Discrepancy, *, by: User) -> str:
    """Bring the records to what Stripe says now, settle the difference if it is none any more; return what came of it.

    Raises `WrongStateError` when it is settled already, `ValidationError` when Stripe cannot be asked. Call it outside
    transactions.
    """
    require_open(difference.conference)
    if difference.resolved_at is not None:
        raise WrongStateError(_("This difference is settled already."))
    outcome = " ".join(filter(None, [_follow_stripe(difference), _pay_if_enough(difference)]))
    data = {"what": str(difference), "outcome": outcome}
    log(instance=difference, action=REPAIRED, user=by, data=data)
    difference.refresh_from_db()
    if difference.resolved_at is None and _agrees(difference):
        entries.resolve(difference, outcome, by=by)
        return outcome
    if difference.resolved_at is None:
        return _("%(outcome)s The difference stays: it needs a decision of yours.") % {"outcome": outcome}
    return outcome


def intent_of(difference: Discrepancy) -> str:
    """Return the id of the payment at Stripe that a difference is about, "" for none."""
    if difference.stripe_id.startswith(INTENT):
        return difference.stripe_id
    return difference.payment.stripe_payment_intent_id if difference.payment else ""


def _follow_stripe(difference: Discrepancy) -> str:
    intent_id = intent_of(difference)
    if not intent_id:
        return _("Stripe has nothing to do with it.")
    conference = difference.conference
    try:
        intent = fetch_intent(conference, intent_id)
        dispute = fetch_dispute(conference, difference.stripe_id) if difference.kind == Kind.DISPUTE else None
        with transaction.atomic():
            outcome = settle(conference, intent)
            return record_dispute(conference, dispute) if dispute else outcome
    except StripeProblemError as problem:
        raise ValidationError(str(problem)) from problem
    except NotYetKnownError as problem:
        raise ValidationError(_("Stripe names an order that is not here.")) from problem


def _pay_if_enough(difference: Discrepancy) -> str:
    """Pay an order whose money was not what was asked for, but is enough by now; return a sentence, "" when it is not."""
    if difference.kind != Kind.WRONG_AMOUNT or difference.order is None:
        return ""
    with transaction.atomic():
        order = lock_order(difference.order)
        if order.status != Status.PENDING or not order.total or balance_due(order):
            return ""
        return complete(order, difference.payment)


def _agrees(difference: Discrepancy) -> bool:
    check = CHECKS.get(difference.kind)
    return check is not None and check(difference)


def _kept_no_more_than_due(difference: Discrepancy) -> bool:
    order = difference.order
    return order is not None and not books_of(order).surplus


def _is_paid_or_given_back(difference: Discrepancy) -> bool:
    order = difference.order
    return order is not None and (order.is_paid or not books_of(order).kept)


def _went_back(difference: Discrepancy) -> bool:
    payment = difference.payment
    return payment is not None and payment.status == Payment.Status.REFUNDED


def _has_a_payment(difference: Discrepancy) -> bool:
    return Payment.objects.filter(
        order__conference=difference.conference, stripe_payment_intent_id=difference.stripe_id
    ).exists()


def _was_given_back_later(difference: Discrepancy) -> bool:
    payment = difference.payment
    later = payment.refunds.exclude(status=Refund.Status.FAILED) if payment else Refund.objects.none()
    return later.filter(created_at__gt=difference.created_at, amount__gte=difference.amount or 0).exists()


def _is_at_stripe(difference: Discrepancy) -> bool:
    return fetch_intent(difference.conference, difference.stripe_id).status == SUCCEEDED


def _is_decided(difference: Discrepancy) -> bool:
    payment = difference.payment
    return payment is not None and not Dispute.objects.filter(payment=payment, closed_at__isnull=True).exists()


# kind -> whether our records agree now; kinds without a check are for a person to decide
CHECKS: dict[str, Callable[[Discrepancy], bool]] = {
    Kind.OVERPAID: _kept_no_more_than_due,
    Kind.WRONG_AMOUNT: _is_paid_or_given_back,
    Kind.LATE_PAYMENT: _went_back,
    Kind.ORPHAN_PAYMENT: _has_a_payment,
    Kind.DISPUTE: _is_decided,
    Kind.FAILED_REFUND: _was_given_back_later,
    Kind.MISSING_PAYMENT: _is_at_stripe,
}
