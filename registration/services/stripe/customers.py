"""Who a buyer is at the conference's Stripe account: one customer per person and mode."""

from django.db import IntegrityError, transaction

from registration.models import Order, StripeCustomer
from registration.services.stripe.client import ask, client_for, livemode
from registration.stripe_errors import KeyMayNotError, OtherRequestSameKeyError


def customer_for(order: Order) -> str:
    """Return the id of the buyer's customer, made when there is none; "" when the key may not make customers.

    Raises `StripeProblemError`. Call it outside transactions.
    """
    conference, user = order.conference, order.user
    is_live = livemode(conference)
    known = StripeCustomer.objects.filter(user=user, conference=conference, livemode=is_live).first()
    if known is not None:
        return known.stripe_customer_id
    create = client_for(conference).v1.customers.create
    params = {"email": order.billing_email, "name": order.billing_name, "metadata": {"conference": conference.slug}}
    try:
        made = ask(create, params=params, key=f"customer-{conference.pk}-{user.pk}-{'live' if is_live else 'test'}")
    except KeyMayNotError:
        return ""
    except OtherRequestSameKeyError:  # begun earlier under another name or address, and lost
        made = ask(create, params=params)
    try:
        with transaction.atomic():
            StripeCustomer.objects.create(
                user=user, conference=conference, livemode=is_live, stripe_customer_id=made["id"]
            )
    except IntegrityError:  # another tab was quicker
        return StripeCustomer.objects.get(user=user, conference=conference, livemode=is_live).stripe_customer_id
    return made["id"]


def forget_customer(order: Order, customer: str) -> None:
    """Forget a customer that Stripe does not have (any more)."""
    StripeCustomer.objects.filter(conference=order.conference, stripe_customer_id=customer).delete()
