"""Payments: what brings money into an order."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registration.errors import WrongStateError
from registration.models import Order, Payment
from registration.services.mark_paid import mark_paid
from registration.services.order_states import Status, lock_order


class PaymentService:
    """Starts and records payments."""

    @staticmethod
    def record_comp(order: Order) -> Payment:
        """Complete an order with nothing to pay; `WrongStateError` when something is to be paid or it is not waiting."""
        with transaction.atomic():
            locked = lock_order(order)
            if locked.status != Status.PENDING or locked.total:
                raise WrongStateError(_("Only a waiting order with nothing to pay can be completed without a payment."))
            payment = Payment.objects.create(
                order=locked,
                method=Payment.Method.COMP,
                amount=0,
                livemode=not locked.is_test,
                received_at=timezone.now(),
            )
            mark_paid(locked)
        return payment


def stop_payment(order: Order) -> bool:
    """Make sure that a waiting order cannot be paid any more; return False when money is on its way or has come."""
    return not order.payments.filter(status=Payment.Status.PROCESSING).exists()
