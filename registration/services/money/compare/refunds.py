"""Refunds: what Stripe has otherwise than we, and what it could not be asked for."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from registration.models import Discrepancy, Refund
from registration.services.money.compare.account import Account
from registration.services.money.differences import entries
from registration.services.refunds.sending import unsent
from registration.services.stripe.objects import id_of, read_refund

STUCK = dt.timedelta(days=1)


def refunded_unlike(account: Account) -> Iterator[str]:
    """Yield the intents with refunds that are not recorded, or not like that."""
    for found in account.created("refunds"):
        refund = read_refund(found)
        known = Refund.objects.filter(stripe_refund_id=refund.id, order__conference=account.conference).first()
        if known is None or known.status != refund.status:
            yield id_of(found.get("payment_intent"))


def note_stuck(account: Account) -> None:
    """Note refunds that Stripe could not be asked for since yesterday; one that cannot be noted stops no other."""
    for refund in unsent().filter(order__conference=account.conference, created_at__lt=account.began - STUCK):
        name = f"refund-{refund.pk}"
        with account.one(name), transaction.atomic():
            entries.note_money(
                refund.order,
                Discrepancy.Kind.FAILED_REFUND,
                about=name,
                payment=refund.payment,
                amount=refund.amount,
                detail=_("Stripe could not be asked for this refund since yesterday. It is still tried."),
            )
