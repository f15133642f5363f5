"""The lock on a payment: taken under its order's lock, never before it."""

from django.db.models import QuerySet

from registration.models import Order, Payment


def locked_payments() -> QuerySet[Payment]:
    """Return payments that are locked until the transaction ends once they are fetched."""
    return Payment.objects.select_for_update(of=("self",), no_key=True)


def lock_payment(payment: Payment, order: Order) -> Payment:
    """Return the payment as it is stored, locked, of an order that the caller's transaction has locked."""
    row = locked_payments().get(pk=payment.pk)
    row.order = order
    return row
