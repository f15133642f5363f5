"""Whose money a PaymentIntent is: our row that asked for it, found by its id or by what we wrote into it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.errors import NotYetKnownError
from registration.models import Discrepancy, Order, Payment
from registration.services.money.differences import entries
from registration.services.stripe.objects import SUCCEEDED, Intent, key_in

# so long an order that an intent names may still be on its way into the database
COMMIT_TAKES = dt.timedelta(minutes=10)


def metadata_for(payment: Payment) -> dict[str, str]:
    """Return what our PaymentIntents carry, so that their money finds its order even when we never heard of them."""
    order = payment.order
    return {"conference": order.conference.slug, "order": order.reference, "payment": str(payment.pk)}


@dataclass(frozen=True)
class Match:
    """Our payment that an intent belongs to; `None` when it is nobody's here, and `outcome` says so in a sentence."""

    payment: Payment | None
    outcome: str = ""


def match_payment(conference: Conference, intent: Intent) -> Match:
    """Return whose money an intent is. What we had given up, but was paid all the same, gets a payment of its own.

    Money without an order becomes a difference for staff. `NotYetKnownError` when the order that it names is not there, and
    the intent is so young that it may still come. Call it in a transaction.
    """
    ours = Payment.objects.filter(order__conference=conference).select_related("order__conference")
    if known := ours.filter(stripe_payment_intent_id=intent.id).first():
        return Match(known)
    # several conferences may share an account; each has its own endpoint, and all hear of everything
    if intent.metadata.get("conference", conference.slug) != conference.slug:
        return Match(None, _("It belongs to another conference."))
    order = Order.objects.filter(conference=conference, reference=intent.metadata.get("order", "")).first()
    if order is not None:
        return _of_order(order, ours, intent)
    if "order" in intent.metadata and timezone.now() - intent.created < COMMIT_TAKES:
        raise NotYetKnownError(_("The order %(reference)s is not known yet.") % {"reference": intent.metadata["order"]})
    return Match(None, _orphan(conference, intent))


def _of_order(order: Order, ours: QuerySet[Payment], intent: Intent) -> Match:
    number = key_in(intent.metadata, "payment")
    asked = ours.filter(pk=number, order=order).first() if number is not None else None
    if asked is not None and not asked.stripe_payment_intent_id:
        return Match(asked)  # its answer was lost, or is on its way
    if intent.status != SUCCEEDED:
        return Match(None, _("A payment that was given up; nothing was charged."))
    amount = intent.received_amount if intent.currency == order.currency else 0
    paid_all_the_same = Payment.objects.create(
        order=order,
        status=Payment.Status.FAILED,
        amount=amount,
        stripe_payment_intent_id=intent.id,
        livemode=intent.livemode,
    )
    return Match(paid_all_the_same)


def _orphan(conference: Conference, intent: Intent) -> str:
    """Enter money that nobody asked for into the list of differences; return what it is, in a sentence."""
    if intent.status != SUCCEEDED:
        return _("It belongs to no order; nothing was charged.")
    entries.note(
        conference,
        Discrepancy.Kind.ORPHAN_PAYMENT,
        stripe_id=intent.id,
        amount=intent.received_amount,
        currency=intent.currency,
        detail=_("Stripe has a payment that no order asked for."),
    )
    return _("Money without an order.")
