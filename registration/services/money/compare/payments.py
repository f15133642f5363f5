"""Payments: what waits here, what Stripe has and we do not, what we have and Stripe does not."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from registration.models import Discrepancy, Order, Payment
from registration.queries.balances import RECEIVED
from registration.services.money.compare.account import OVERLAP, Account
from registration.services.money.differences import entries
from registration.services.stripe.client import ask
from registration.services.stripe.objects import SUCCEEDED, UNPAID, fetch_intent, id_of, moment
from registration.stripe_errors import NotThereError, RefusedError

MONTH = dt.timedelta(days=30)
# so long a page may take between making an intent and writing down which
IN_THE_MAKING = dt.timedelta(minutes=10)


def open_here(account: Account) -> Iterator[str]:
    """Yield the intents that wait here, whatever their age."""
    waiting = account.payments().filter(status__in=(Payment.Status.PENDING, Payment.Status.PROCESSING))
    yield from waiting.values_list("stripe_payment_intent_id", flat=True)


def without_fee(account: Account) -> Iterator[str]:
    """Yield the intents of payments of which Stripe's fee is not known yet."""
    bare = account.payments().filter(status__in=RECEIVED, fee__isnull=True, received_at__gte=account.since - MONTH)
    yield from bare.values_list("stripe_payment_intent_id", flat=True)


def unlike_at_stripe(account: Account) -> Iterator[str]:
    """Yield the intents that took money which is not recorded; cancel those that nobody can be meant to pay."""
    for intent in account.created("payment_intents"):
        known = account.payments().filter(stripe_payment_intent_id=intent["id"]).first()
        is_news = intent["status"] == SUCCEEDED and (known is None or known.status not in RECEIVED)
        is_left_over = intent["status"] in UNPAID and _is_left_over(account, intent, known)
        if is_news or (is_left_over and not _cancelled(account, intent)):
            yield intent["id"]


def note_missing(account: Account) -> None:
    """Note payments of this time that Stripe does not have; one that cannot be asked about stops no other."""
    recorded = account.payments().filter(
        method=Payment.Method.STRIPE, status__in=RECEIVED, received_at__gte=account.since
    )
    charges = account.created("charges", earlier=OVERLAP)
    charged = {id_of(charge.get("payment_intent")) for charge in charges if charge["status"] == SUCCEEDED}
    for payment in recorded.exclude(stripe_payment_intent_id__in=charged):
        with account.one(payment.stripe_payment_intent_id):
            if not _is_at_stripe(account, payment):
                with transaction.atomic():
                    _note(payment)


def _is_left_over(account: Account, intent: dict, known: Payment | None) -> bool:
    """Return whether an unpaid intent is ours and nobody pays it any more: given up, or its answer was lost."""
    if known is not None:
        return known.status == Payment.Status.FAILED or known.order.status != Order.Status.PENDING
    is_ours = (intent.get("metadata") or {}).get("conference") == account.conference.slug
    return is_ours and account.began - moment(intent["created"]) > IN_THE_MAKING


def _cancelled(account: Account, intent: dict) -> bool:
    """Cancel an intent; return False when that is refused, because something became of it meanwhile."""
    try:
        ask(account.stripe.payment_intents.cancel, intent["id"])
    except RefusedError:
        return False
    account.report.changed += 1
    return True


def _is_at_stripe(account: Account, payment: Payment) -> bool:
    try:
        return fetch_intent(account.conference, payment.stripe_payment_intent_id).status == SUCCEEDED
    except NotThereError:
        return False


def _note(payment: Payment) -> None:
    entries.note_money(
        payment.order,
        Discrepancy.Kind.MISSING_PAYMENT,
        payment=payment,
        amount=payment.amount,
        detail=_("The payment is recorded here, but Stripe does not have it."),
    )
