"""Paying by card: one open payment per order, one PaymentIntent per payment, shared by every tab and every further try.

The row is written and committed before Stripe is asked, and Stripe is asked without any lock; afterwards a second
transaction checks that the answer still fits. Keys name our row and its attempt, so that a lost answer is found again.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.money import ZERO, to_stripe
from registration.errors import WrongStateError
from registration.models import Order, Payment
from registration.queries.balances import balance_due
from registration.services import inventory
from registration.services.money.late_payment import hold_again
from registration.services.money.locks import lock_payment
from registration.services.money.match_payment import metadata_for
from registration.services.money.settle import OPEN_CARD, close, fetch_and_settle
from registration.services.money.stop_payment import cancel_intent
from registration.services.orders.holds import is_surely_held, time_to_pay
from registration.services.orders.states import Status, lock_order
from registration.services.stripe.client import ask, client_for, livemode
from registration.services.stripe.customers import customer_for, forget_customer
from registration.services.stripe.objects import UNPAID, Intent, read_intent
from registration.stripe_errors import FailingError, NotThereError, OtherRequestSameKeyError, RefusedError

TRIES = 4
TOO_SMALL, TOO_LARGE, ALREADY_MOVED = "amount_too_small", "amount_too_large", "payment_intent_unexpected_state"


def client_secret_for(order: Order) -> str:
    """Return the secret with which a page pays the balance of a waiting order; "" when nothing is left to pay.

    Raises `WrongStateError` for an order that cannot be paid (code "paid", "processing" or "ended"), `SoldOutError` or
    `NotForSaleError` when its time is over and it cannot be had any more as it was, `ValidationError` for an amount that
    cards cannot pay, `StripeProblemError` when Stripe cannot be asked.
    """
    for _try in range(TRIES):
        payment = _begin(order)
        if payment is None:
            return ""
        intent = _made(payment) if payment.stripe_payment_intent_id else _make(payment)
        if intent is not None and intent.status in UNPAID and _keep(payment, intent):
            return intent.client_secret
    raise WrongStateError(_("This order is changing just now. Please load the page again."), code="changing")


def _begin(order: Order) -> Payment | None:
    """Write what is to be paid, or find it written, and commit it; `None` when nothing is to be paid."""
    with transaction.atomic():
        locked = lock_order(order)
        if locked.status != Status.PENDING:
            raise _not_payable(locked)
        open_one = locked.payments.filter(OPEN_CARD).first()
        if open_one is not None and open_one.status == Payment.Status.PROCESSING:
            raise WrongStateError(_("Your payment is on its way: your bank is working on it."), code="processing")
        due = balance_due(locked)
        if due == ZERO:
            return None
        is_live = livemode(locked.conference)
        if open_one is not None and open_one.livemode != is_live:
            close(open_one, _("The Stripe keys were changed."))
            open_one = None
        payment = _row(locked, open_one, due, is_live=is_live)
        if not locked.is_held:
            hold_again(locked)
        elif open_one is None:
            _leave_time_to_pay(locked)
    return payment


def _leave_time_to_pay(order: Order) -> None:
    """Let the usual time begin when paying begins; loading the page again does not prolong it. Last in the transaction."""
    until, is_sure = time_to_pay(order), is_surely_held(order)
    if order.hold_expires_at >= until:
        return
    order.hold_expires_at = until
    order.save(update_fields=["hold_expires_at", "updated_at"])
    if not is_sure:
        inventory.take(order, order.line_items.all())


def _row(order: Order, payment: Payment | None, due: Decimal, *, is_live: bool) -> Payment:
    if payment is None:
        return Payment.objects.create(order=order, status=Payment.Status.PENDING, amount=due, livemode=is_live)
    if payment.amount != due:
        payment.amount = due
        if not payment.stripe_payment_intent_id:
            payment.attempt += 1  # the same key would mean the old amount
        payment.save(update_fields=["amount", "attempt", "updated_at"])
    payment.order = order
    return payment


def _not_payable(order: Order) -> WrongStateError:
    if order.status == Status.CANCELLED:
        return WrongStateError(_("This order has ended. Please order again."), code="ended")
    return WrongStateError(_("This order is paid already."), code="paid")


def _make(payment: Payment) -> Intent | None:
    """Make the payment's PaymentIntent; `None` when another try may do better."""
    order = payment.order
    stripe = client_for(order.conference).v1
    customer = customer_for(order)
    params = {
        "amount": to_stripe(payment.amount, order.currency),
        "currency": order.currency.lower(),
        "automatic_payment_methods": {"enabled": True},
        "metadata": metadata_for(payment),
        "description": order.reference,
        **({"customer": customer} if customer else {}),
    }
    key = f"payment-{payment.pk}-{payment.attempt}"
    try:
        return read_intent(ask(stripe.payment_intents.create, params=params, key=key))
    except (OtherRequestSameKeyError, FailingError) as problem:
        # other values under this key, or an error that Stripe repeats for it: what came of it was never shown to anybody
        _next_attempt(payment)
        if isinstance(problem, FailingError):
            raise
        return None
    except RefusedError as problem:
        if problem.code == "resource_missing" and customer:
            forget_customer(order, customer)
            return None
        raise _friendly(payment, problem) from None


def _next_attempt(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk, attempt=payment.attempt).update(attempt=payment.attempt + 1)


def _friendly(payment: Payment, problem: RefusedError) -> Exception:
    if problem.code not in (TOO_SMALL, TOO_LARGE):
        return problem
    with transaction.atomic():
        close(lock_payment(payment, lock_order(payment.order)), str(problem)[:500])
    return ValidationError(
        _("This amount cannot be paid by card. Please choose another way to pay, or write to us."), code=problem.code
    )


def _made(payment: Payment) -> Intent | None:
    """Return the payment's PaymentIntent with the amount that is due now; `None` when it is over."""
    conference, intent_id = payment.order.conference, payment.stripe_payment_intent_id
    stripe = client_for(conference).v1
    try:
        intent = read_intent(ask(stripe.payment_intents.retrieve, intent_id))
        wanted = to_stripe(payment.amount, payment.order.currency)
        if intent.status in UNPAID and intent.amount != wanted:
            intent = read_intent(ask(stripe.payment_intents.update, intent_id, params={"amount": wanted}))
    except NotThereError:
        cancel_intent(conference, payment)  # of other keys: it ends here
        return None
    except RefusedError as problem:
        if problem.code != ALREADY_MOVED:
            raise _friendly(payment, problem) from None
        intent = None
    if intent is None or intent.status not in UNPAID:
        fetch_and_settle(conference, intent_id)
        return None
    return intent


def _keep(payment: Payment, intent: Intent) -> bool:
    """Write down which intent it is; return whether it still is what has to be paid, else end it."""
    with transaction.atomic():
        order = lock_order(payment.order)
        row = lock_payment(payment, order)
        fits = (
            row.status == Payment.Status.PENDING
            and row.stripe_payment_intent_id in ("", intent.id)
            and row.amount == intent.amount_asked
            and order.status == Status.PENDING
        )
        if fits and not row.stripe_payment_intent_id:
            row.stripe_payment_intent_id = intent.id
            row.save(update_fields=["stripe_payment_intent_id", "updated_at"])
    if not fits and row.stripe_payment_intent_id in ("", intent.id) and row.status == Payment.Status.FAILED:
        row.stripe_payment_intent_id = intent.id
        cancel_intent(order.conference, row)
    return fits
