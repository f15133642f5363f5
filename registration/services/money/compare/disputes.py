"""Disputes: all that Stripe has of this time, and those that are undecided here."""

import logging

from django.db import transaction

from registration.models import Dispute, Payment
from registration.services.money.compare.account import Account
from registration.services.money.disputes import record_dispute
from registration.services.stripe.objects import StripeDispute, fetch_dispute, read_dispute
from registration.stripe_errors import NotThereError

logger = logging.getLogger(__name__)


def record_disputes(account: Account) -> None:
    """Bring every dispute to what Stripe says of it now; one that stays in the way stops no other."""
    new = {dispute["id"]: dispute for dispute in account.created("disputes")}
    for dispute_id, dispute in new.items():
        with account.one(dispute_id):
            _record(account, read_dispute(dispute))
    still_open = Dispute.objects.filter(
        payment__order__conference=account.conference, payment__livemode=account.is_live, closed_at__isnull=True
    )
    for dispute_id in still_open.exclude(stripe_dispute_id__in=new).values_list("stripe_dispute_id", flat=True):
        account.report.looked_at += 1
        with account.one(dispute_id):
            try:
                _record(account, fetch_dispute(account.conference, dispute_id))
            except NotThereError:
                # of an account whose keys were here before: nobody can ask for it any more
                logger.warning("the dispute %s is not in this account", dispute_id)


def _record(account: Account, dispute: StripeDispute) -> None:
    if not _is_of_another(account, dispute.intent):
        with transaction.atomic():
            record_dispute(account.conference, dispute)


def _is_of_another(account: Account, intent_id: str) -> bool:
    """Return whether the account is shared, and this is another conference's."""
    others = Payment.objects.filter(stripe_payment_intent_id=intent_id).exclude(order__conference=account.conference)
    return bool(intent_id) and others.exists()
