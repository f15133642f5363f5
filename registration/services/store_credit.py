"""Store credit: the one place where it is spent and comes back. Locks are taken in one order: the order, then the credit."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.money import ZERO
from registration.errors import WrongStateError
from registration.models import Credit, CreditApplication, Order, Payment
from registration.queries.balances import balance_due
from registration.services.mark_paid import mark_paid
from registration.services.order_states import lock_order


@transaction.atomic
def apply(order: Order, credit: Credit) -> Decimal:
    """Pay as much of a waiting order as credit and balance allow, and return how much; PAID when nothing is left to pay.

    `WrongStateError` when the order does not wait for money, or the credit is not its buyer's or is used up.
    """
    locked = lock_order(order)
    spent_from = Credit.objects.select_for_update(of=("self",), no_key=True).get(pk=credit.pk)
    if not locked.is_held:
        raise WrongStateError(_("This order does not wait for a payment any more."))
    if spent_from.user_id != locked.user_id or spent_from.conference_id != locked.conference_id:
        raise WrongStateError(_("This credit belongs to somebody else, or to another conference."))
    amount = min(spent_from.remaining_amount, balance_due(locked))
    if spent_from.status != Credit.Status.AVAILABLE or amount <= 0:
        raise WrongStateError(_("There is nothing left of this credit, or nothing left to pay."))
    payment = Payment.objects.create(
        order=locked,
        method=Payment.Method.CREDIT,
        status=Payment.Status.SUCCEEDED,
        amount=amount,
        livemode=not locked.is_test,
        received_at=timezone.now(),
    )
    CreditApplication.objects.create(credit=spent_from, payment=payment, amount=amount)
    _set_left(spent_from, spent_from.remaining_amount - amount)
    spent_from.applied_to_order = locked
    spent_from.save(update_fields=["remaining_amount", "status", "applied_to_order", "updated_at"])
    if balance_due(locked) == ZERO:
        mark_paid(locked)
    return amount


def restore(order: Order) -> None:
    """Give the credit back that paid for a locked order which ends; its payments are marked as given back."""
    applications = CreditApplication.objects.filter(
        payment__order=order, payment__status=Payment.Status.SUCCEEDED
    ).select_related("payment")
    for application in applications:
        give_back(application, application.amount - application.restored)
        application.payment.status = Payment.Status.REFUNDED
        application.payment.save(update_fields=["status", "updated_at"])


def give_back(application: CreditApplication, amount: Decimal) -> None:
    """Put a part of what a credit paid back into it; call it with the order locked."""
    credit = Credit.objects.select_for_update(of=("self",), no_key=True).get(pk=application.credit_id)
    application.restored += amount
    application.save(update_fields=["restored"])
    _set_left(credit, credit.remaining_amount + amount)
    credit.save(update_fields=["remaining_amount", "status", "updated_at"])


def _set_left(credit: Credit, left: Decimal) -> None:
    credit.remaining_amount = left
    credit.status = Credit.Status.AVAILABLE if left else Credit.Status.APPLIED
