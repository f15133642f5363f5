"""What a PaymentIntent, as Stripe has it now, means for its order. Every way to hear of money ends here.

Webhooks, the buyer's return, reconciliation and staff's repairs fetch the object and call `settle`: it brings our rows
to what the object says, however often and in whichever order it is called, and never back.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.errors import SoldOutError
from registration.models import Discrepancy, Order, Payment
from registration.queries.balances import RECEIVED, balance_due
from registration.services import inventory
from registration.services.mails.payments import tell_payment_problem
from registration.services.money.attempt import attempt
from registration.services.money.differences import entries
from registration.services.money.differences.amounts import flag_overpaid, flag_wrong
from registration.services.money.late_payment import complete, pay_late
from registration.services.money.locks import lock_payment
from registration.services.money.match_payment import match_payment
from registration.services.orders.holds import hold_until, is_surely_held, usual_time
from registration.services.orders.states import Status, lock_order
from registration.services.refunds.from_stripe import record_refunds
from registration.services.stripe.objects import CANCELED, PROCESSING, SUCCEEDED, UNPAID, Intent, fetch_intent

# a debit is decided within three weeks; until then its order keeps its stock
PROCESSING_HOLD = dt.timedelta(days=30)
OPEN = (Payment.Status.PENDING, Payment.Status.PROCESSING)
OPEN_CARD = Q(method=Payment.Method.STRIPE, status__in=OPEN)
Kind = Discrepancy.Kind


def fetch_and_settle(conference: Conference, intent_id: str) -> str:
    """Ask Stripe for a PaymentIntent and settle it in a transaction of its own; return what came of it, in a sentence."""
    intent = fetch_intent(conference, intent_id)
    with transaction.atomic():
        return settle(conference, intent)


def settle(conference: Conference, intent: Intent) -> str:
    """Bring payment, refunds and order to what Stripe says, in the caller's transaction; return one sentence for staff.

    Raises `NotYetKnownError` when the intent names an order of ours that is not there yet.
    """
    match = match_payment(conference, intent)
    if match.payment is None:
        return match.outcome
    order = lock_order(match.payment.order)
    payment = lock_payment(match.payment, order)
    if not payment.stripe_payment_intent_id:
        payment.stripe_payment_intent_id = intent.id
        payment.save(update_fields=["stripe_payment_intent_id", "updated_at"])
    if intent.status == SUCCEEDED:
        if intent.currency != order.currency:
            return _other_currency(order, payment, intent)
        outcome = _fill(payment, intent) if payment.status in RECEIVED else _receive(order, payment, intent)
        if intent.refunds:
            record_refunds(lock_order(order), payment, intent)  # anew: an attempt to pay it may have been taken back
        return outcome
    if payment.status in RECEIVED:
        return _("Nothing new: the payment had arrived.")
    if intent.status == PROCESSING:
        return _wait(order, payment)
    if intent.status == CANCELED:
        return close(payment, _("The payment was cancelled."))
    return _not_paid(order, payment, intent) if intent.status in UNPAID else _("Nothing to do.")


def close(payment: Payment, why: str) -> str:
    """End an open card payment that nobody can pay any more; return why."""
    if payment.status in OPEN:
        payment.status, payment.failure_message = Payment.Status.FAILED, why
        payment.save(update_fields=["status", "failure_message", "updated_at"])
    return why


def _receive(order: Order, payment: Payment, intent: Intent) -> str:
    received, asked, due = intent.received_amount, payment.amount, balance_due(order)
    payment.amount, payment.status = received, Payment.Status.SUCCEEDED
    payment.received_at, payment.failure_message = intent.charged_at or timezone.now(), ""
    payment.livemode = intent.livemode
    _book(payment, intent)
    payment.save()
    if order.status not in (Status.PENDING, Status.CANCELLED):
        return flag_overpaid(order, payment) or _("Recorded.")
    is_enough = received >= due
    if received != asked or (order.is_held and not is_enough):
        return flag_wrong(order, payment, intent, due)
    order.is_test = not intent.livemode
    order.save(update_fields=["is_test", "updated_at"])
    return complete(order, payment) if is_enough else pay_late(order, payment, is_enough=False)


def _other_currency(order: Order, payment: Payment, intent: Intent) -> str:
    """Show staff money in a currency that the order's book cannot hold, until all of it went back."""
    close(payment, _("Paid in another currency."))
    if intent.refunded < intent.received:
        return flag_wrong(order, payment, intent, balance_due(order))
    done = _("It was given back.")
    entries.resolve_about(order.conference, Kind.WRONG_AMOUNT, intent.id, done)
    return done


def _fill(payment: Payment, intent: Intent) -> str:
    """Complete a payment that had arrived with what Stripe only says later: charge, fee, balance."""
    before = (payment.stripe_charge_id, payment.stripe_balance_transaction_id, payment.fee)
    _book(payment, intent)
    if (payment.stripe_charge_id, payment.stripe_balance_transaction_id, payment.fee) == before:
        return _("Nothing new: the payment had arrived.")
    payment.save()
    return _("Stripe’s fee is known.")


def _book(payment: Payment, intent: Intent) -> None:
    payment.stripe_charge_id = intent.charge or payment.stripe_charge_id
    if intent.booking:
        payment.stripe_balance_transaction_id = intent.booking.id
        payment.fee, payment.net = intent.booking.fee, intent.booking.net
        payment.settlement_currency = intent.booking.currency


def _wait(order: Order, payment: Payment) -> str:
    """Keep the stock of an order whose money is on its way, taking it again if its time was over."""
    if payment.status == Payment.Status.PROCESSING:
        return _("Nothing new: the payment is on its way.")
    if payment.status == Payment.Status.FAILED and order.payments.filter(OPEN_CARD).exists():
        return _("A payment that we had given up is on its way, beside another one.")
    payment.status, payment.failure_message = Payment.Status.PROCESSING, ""
    payment.save(update_fields=["status", "failure_message", "updated_at"])
    if order.status != Status.PENDING:
        return _("The payment is on its way, but the order does not wait for it.")
    is_sure = is_surely_held(order)
    until = timezone.now() + PROCESSING_HOLD
    if order.hold_expires_at is None or order.hold_expires_at < until:
        order.hold_expires_at = until
    try:
        with attempt():
            order.save(update_fields=["hold_expires_at", "updated_at"])
            if not is_sure:
                inventory.take(order, order.line_items.all())
    except SoldOutError:
        # nothing can stop the bank now: when the money comes, it goes back
        return _("The payment is on its way, but nothing is left for it.")
    return _("The payment is on its way; the order keeps its place.")


def _not_paid(order: Order, payment: Payment, intent: Intent) -> str:
    """Write down a try that failed; what had been on its way frees the order's stock after the time it has to be paid
    otherwise. What had lost its stock meanwhile does not get it back: others may have it.
    """
    was_on_its_way = payment.status == Payment.Status.PROCESSING
    is_known = not intent.failure or (intent.failed_charge and intent.failed_charge in payment.note)
    if is_known and not was_on_its_way:
        return _("Nothing to do.")
    payment.failure_message = intent.failure[:500]
    if not is_known:
        line = f"{timezone.now():%Y-%m-%d %H:%M} {intent.failure} {intent.failed_charge}".strip()
        payment.note = f"{payment.note}\n{line}".strip()
    if was_on_its_way:
        payment.status = Payment.Status.PENDING
    payment.save(update_fields=["status", "failure_message", "note", "updated_at"])
    if was_on_its_way and order.status == Status.PENDING and is_surely_held(order):
        days = hold_until(order.conference, order.pay_by, order.created_at)
        order.hold_expires_at = max(timezone.now() + usual_time(), days)
        order.save(update_fields=["hold_expires_at", "updated_at"])
        tell_payment_problem(payment, key=intent.failed_charge or intent.id)
    return _("The payment failed: %(why)s") % {"why": intent.failure}
