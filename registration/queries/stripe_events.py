"""What an event of Stripe's is about."""

from django.db.models import Q, QuerySet

from registration.models import Order, Payment, StripeEvent


def orders_of(event: StripeEvent) -> QuerySet[Order]:
    """Return the orders of the event's conference whose payment the event names: itself, or in its object."""
    named = [name for name in (event.object_id, _intent_named(event.payload)) if name]
    payments = Payment.objects.filter(Q(stripe_payment_intent_id__in=named) | Q(stripe_charge_id__in=named))
    return Order.objects.filter(conference=event.conference, payments__in=payments).distinct()


def _intent_named(payload: dict) -> str:
    found = payload.get("data", {}).get("object", {}).get("payment_intent")
    return found if isinstance(found, str) else ""
