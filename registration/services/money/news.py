"""Asking Stripe about an order's payment while its buyer waits: webhooks may come late, and a redirect proves nothing."""

import logging

from django.core.cache import cache

from registration.models import Order
from registration.services.money.settle import fetch_and_settle
from registration.services.money.stop_payment import open_card_payments
from registration.stripe_errors import StripeProblemError

SECONDS_BETWEEN = 5
logger = logging.getLogger(__name__)


def ask_for_news(order: Order) -> None:
    """Bring a waiting order's card payment to what Stripe says, asking no more often than every few seconds."""
    if order.status != Order.Status.PENDING or not cache.add(f"payment-news/{order.pk}", 1, SECONDS_BETWEEN):
        return
    for payment in open_card_payments(order):
        if payment.stripe_payment_intent_id:
            try:
                fetch_and_settle(order.conference, payment.stripe_payment_intent_id)
            except StripeProblemError as problem:
                logger.warning("payment %s was not asked about: %s", payment.pk, problem)
