"""Store credit's book: what is taken from a credit and what comes back. Callers hold the order's lock, then the credit's."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from registration.errors import WrongStateError
from registration.models import Credit, CreditApplication, Order, Payment, Refund
from registration.queries.balances import balance_due


def lock_credit(pk: int) -> Credit:
    """Return the credit as it is stored, locked until the transaction ends."""
    return Credit.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def spend(order: Order, credit: Credit) -> Payment:
    """Pay as much of a locked, waiting order as the locked credit and the balance allow; return the payment.

    `WrongStateError` when the order does not wait for money, or the credit is not its buyer's, is used up, or comes of an
    order that was paid with test money while this one is not.
    """
    if not order.is_held:
        raise WrongStateError(_("This order does not wait for a payment any more."))
    if credit.user_id != order.user_id or credit.conference_id != order.conference_id:
        raise WrongStateError(_("This credit belongs to somebody else, or to another conference."))
    if credit.source_order_id and credit.source_order.is_test != order.is_test:
        raise WrongStateError(_("This credit comes from a test: no real money stands behind it."))
    amount = min(credit.remaining_amount, balance_due(order))
    if credit.status != Credit.Status.AVAILABLE or amount <= 0:
        raise WrongStateError(_("There is nothing left of this credit, or nothing left to pay."))
    payment = Payment.objects.create(
        order=order,
        method=Payment.Method.CREDIT,
        status=Payment.Status.SUCCEEDED,
        amount=amount,
        livemode=not order.is_test,
        received_at=timezone.now(),
    )
    CreditApplication.objects.create(credit=credit, payment=payment, amount=amount)
    credit.applied_to_order = order
    _set_left(credit, credit.remaining_amount - amount)
    return payment


def restore(order: Order) -> None:
    """Give back the credit that paid for a locked order which ends, as refunds of those payments."""
    applications = CreditApplication.objects.filter(
        payment__order=order, payment__status=Payment.Status.SUCCEEDED
    ).select_related("payment")
    for application in applications:
        rest = application.amount - application.restored
        if rest > 0:
            Refund.objects.create(
                order=order,
                payment=application.payment,
                amount=rest,
                above_price=rest,
                status=Refund.Status.SUCCEEDED,
                note=_("The order ended unpaid."),
            )
            give_back(application, rest)
        application.payment.status = Payment.Status.REFUNDED
        application.payment.save(update_fields=["status", "updated_at"])


def give_back(application: CreditApplication, amount: Decimal) -> None:
    """Put a part of what a credit paid back into it."""
    credit = lock_credit(application.credit_id)
    application.restored += amount
    application.save(update_fields=["restored"])
    _set_left(credit, credit.remaining_amount + amount)


def _set_left(credit: Credit, left: Decimal) -> None:
    credit.remaining_amount = left
    credit.status = Credit.Status.AVAILABLE if left else Credit.Status.APPLIED
    credit.save(update_fields=["remaining_amount", "status", "applied_to_order", "updated_at"])
