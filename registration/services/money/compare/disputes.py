"""Disputes: all that Stripe has of this time, and those that are undecided here."""

from django.db import transaction

from registration.models import Dispute, Payment
from registration.services.money.compare.account import Account
from registration.services.money.disputes import record_dispute
from registration.services.stripe.objects import fetch_dispute, read_dispute


def record_disputes(account: Account) -> None:
    """Bring every dispute to what Stripe says of it now."""
    found = {dispute["id"]: read_dispute(dispute) for dispute in account.created("disputes")}
    still_open = Dispute.objects.filter(payment__order__conference=account.conference, closed_at__isnull=True)
    for dispute_id in still_open.exclude(stripe_dispute_id__in=found).values_list("stripe_dispute_id", flat=True):
        found[dispute_id] = fetch_dispute(account.conference, dispute_id)
        account.report.looked_at += 1
    for dispute in found.values():
        if not _is_of_another(account, dispute.intent):
            with transaction.atomic():
                record_dispute(account.conference, dispute)


def _is_of_another(account: Account, intent_id: str) -> bool:
    """Return whether the account is shared, and this is another conference's."""
    others = Payment.objects.filter(stripe_payment_intent_id=intent_id).exclude(order__conference=account.conference)
    return bool(intent_id) and others.exists()
