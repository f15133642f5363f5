"""Looking at a difference anew because somebody asks for it: Stripe is asked, our records follow, and what agrees is settled."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import User
from conference.scope import require_open
from registration.errors import NotYetKnownError, WrongStateError
from registration.models import Discrepancy, Dispute, Payment
from registration.queries.balances import paid_amount, refunded_amount
from registration.services import discrepancies
from registration.services.settle import settle
from registration.services.stripe_objects import fetch_intent
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
    outcome = _follow_stripe(difference)
    data = {"what": str(difference), "outcome": outcome}
    log(instance=difference, action=REPAIRED, user=by, data=data)
    difference.refresh_from_db()
    if difference.resolved_at is None and _agrees(difference):
        discrepancies.settle(difference, outcome, by=by)
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
    try:
        intent = fetch_intent(difference.conference, intent_id)
        with transaction.atomic():
            return settle(difference.conference, intent)
    except StripeProblemError as problem:
        raise ValidationError(str(problem)) from problem
    except NotYetKnownError as problem:
        raise ValidationError(_("Stripe names an order that is not here.")) from problem


def _agrees(difference: Discrepancy) -> bool:
    check = CHECKS.get(difference.kind)
    return check is not None and check(difference)


def _kept_no_more_than_due(difference: Discrepancy) -> bool:
    order = difference.order
    return order is not None and paid_amount(order) - refunded_amount(order) <= order.total


def _is_paid_or_given_back(difference: Discrepancy) -> bool:
    order = difference.order
    return order is not None and (order.is_paid or paid_amount(order) == refunded_amount(order))


def _went_back(difference: Discrepancy) -> bool:
    payment = difference.payment
    return payment is not None and payment.status == Payment.Status.REFUNDED


def _has_a_payment(difference: Discrepancy) -> bool:
    return Payment.objects.filter(
        order__conference=difference.conference, stripe_payment_intent_id=difference.stripe_id
    ).exists()


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
}
