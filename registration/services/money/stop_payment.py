"""Making sure that nobody can pay an order by card any more, before its balance changes or it ends."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.models import Order, Payment
from registration.services.money.locks import lock_payment
from registration.services.money.settle import OPEN, OPEN_CARD, close, fetch_and_settle
from registration.services.orders.states import lock_order
from registration.services.stripe.client import ask, client_for
from registration.stripe_errors import (
    LiveKeyAtStandInError,
    NoKeysError,
    NotThereError,
    RefusedError,
    StripeProblemError,
    WrongKeyError,
)

logger = logging.getLogger(__name__)
NO_USABLE_KEY = (NoKeysError, WrongKeyError, LiveKeyAtStandInError)


def stop_payment(order: Order) -> bool:
    """Cancel the card payment that was begun for an order; return whether nothing can come any more.

    False: money has come or is on its way (then it is recorded already), or Stripe could not be asked. Call it outside
    transactions.
    """
    for payment in open_card_payments(order):
        if not payment.stripe_payment_intent_id:
            _give_up(payment)  # whoever is making the intent right now finds that out and cancels it
        elif not cancel_intent(order.conference, payment):
            return False
    return True


def open_card_payments(order: Order) -> list[Payment]:
    """Return the order's card payments that may still bring money; at most one, as a rule of the database."""
    return list(order.payments.filter(OPEN_CARD))


def has_open_card_payment(order: Order) -> bool:
    """Return whether a card payment of the order may still bring money."""
    return order.payments.filter(OPEN_CARD).exists()


def cancel_intent(conference: Conference, payment: Payment) -> bool:
    """Cancel a payment's PaymentIntent and return True; False when that cannot be done (any more)."""
    intent_id = payment.stripe_payment_intent_id
    try:
        try:
            ask(client_for(conference).v1.payment_intents.cancel, intent_id)
        except (NotThereError, *NO_USABLE_KEY):
            # made with keys that were changed or removed: if it is paid all the same, that counts as late
            return _give_up(payment)
        except RefusedError:
            fetch_and_settle(conference, intent_id)  # paid, on its way, or cancelled before
        else:
            return _give_up(payment)
    except StripeProblemError as problem:
        logger.warning("payment %s was not cancelled: %s", payment.pk, problem)
        return False
    payment.refresh_from_db()
    return payment.status not in (*OPEN, Payment.Status.SUCCEEDED, Payment.Status.REFUNDED)


def _give_up(payment: Payment) -> bool:
    with transaction.atomic():
        row = lock_payment(payment, lock_order(payment.order))
        close(row, _("The payment was cancelled."))
    return row.status == Payment.Status.FAILED
