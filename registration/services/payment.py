"""Payments: what brings money into an order."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import User
from conference.money import ZERO, require_exact
from conference.scope import require_open
from registration.errors import WrongStateError
from registration.models import Order, Payment
from registration.queries.balances import balance_due, books_of
from registration.services import inventory
from registration.services.mails.payments import tell_part_paid
from registration.services.mark_paid import mark_paid, write_comp
from registration.services.money.card_payment import client_secret_for
from registration.services.money.differences.amounts import flag_overpaid
from registration.services.money.late_payment import complete, pay_late
from registration.services.money.stop_payment import stop_payment
from registration.services.orders.holds import is_surely_held
from registration.services.orders.states import Status, lock_order

RECORDED = "registration.payment_recorded"


class PaymentService:
    """Starts and records payments."""

    @staticmethod
    def initiate_payment(order: Order) -> str:
        """Return the client secret with which the page pays what is due; "" when nothing was due and the order is PAID now.

        Call it as often as the page is shown: it is the same payment. Raises `WrongStateError` (code "paid", "processing",
        "ended", "changing"), `SoldOutError`, `ValidationError` or `StripeProblemError`, each one sentence for the buyer.
        """
        require_open(order.conference)
        secret = client_secret_for(order)
        if not secret:
            _complete(order)
        return secret

    @staticmethod
    def record_comp(order: Order) -> Payment:
        """Complete an order with nothing to pay, and return the payment of nothing.

        Raises `WrongStateError` when something is to be paid or it is not waiting, `SoldOutError` when its time was over and
        nothing is left.
        """
        with transaction.atomic():
            locked = lock_order(order)
            if locked.status != Status.PENDING or locked.total:
                raise WrongStateError(_("Only a waiting order with nothing to pay can be completed without a payment."))
            is_sure = is_surely_held(locked)
            payment = write_comp(locked)
            mark_paid(locked)
            if not is_sure:
                inventory.take(locked, locked.line_items.all())
        return payment

    @staticmethod
    def can_record(order: Order) -> bool:
        """Return whether money could still come for an order: it waits, it had ended, or it is paid by transfer, perhaps
        twice.
        """
        if order.status in (Status.PENDING, Status.CANCELLED):
            return True
        return order.status != Status.REFUNDED and order.pay_by == Order.PayBy.TRANSFER

    @staticmethod
    def record_manual(
        order: Order,
        *,
        amount: Decimal,
        reference: str = "",
        note: str = "",
        staff_user: User | None = None,
        is_cash: bool = False,
        seen_paid: Decimal | None = None,
    ) -> Payment:
        """Record money that came by bank transfer or in cash, and return its payment.

        Less than what is due leaves the order waiting for the rest; more is a difference for staff. Money for an order
        that had ended takes its stock again if there is some. A card payment that was begun is stopped first. `seen_paid` is
        what had come when somebody decided to record this: if more came since, it may be the same money, and is refused.
        Raises `ValidationError`: an amount of nothing, or no reference for an order paid by transfer.
        """
        require_open(order.conference)
        amount = require_exact(amount, order.currency)
        if amount <= 0:
            raise ValidationError(_("Record more than nothing."))
        if order.pay_by == Order.PayBy.TRANSFER and not is_cash and not reference.strip():
            raise ValidationError({"reference": _("Write the bank's reference, so that the money is found again.")})
        stop_payment(order)  # if that cannot be done the money still came; what is too much will be seen
        with transaction.atomic():
            locked = lock_order(order)
            if locked.status == Status.REFUNDED:
                raise WrongStateError(_("Everything of this order was given back: record the money at another order."))
            if seen_paid is not None and books_of(locked).paid != seen_paid:
                raise WrongStateError(_("Money came for this order meanwhile: look at its payments first."))
            payment = Payment.objects.create(
                order=locked,
                method=Payment.Method.MANUAL,
                is_cash=is_cash,
                amount=amount,
                reference=reference.strip(),
                note=note,
                livemode=not locked.is_test,
                created_by=staff_user,
                received_at=timezone.now(),
            )
            _log(locked, payment, staff_user)
            _apply(locked, payment)
        return payment


def _apply(order: Order, payment: Payment) -> None:
    if order.status == Status.CANCELLED:
        pay_late(order, payment, is_enough=balance_due(order) == ZERO)
    elif order.status == Status.PENDING and balance_due(order) == ZERO:
        complete(order, payment)
    elif order.status == Status.PENDING:
        tell_part_paid(payment)
    else:
        flag_overpaid(order, payment)


def _complete(order: Order) -> None:
    """Make a waiting order PAID whose money is there already, or that needs none."""
    with transaction.atomic():
        locked = lock_order(order)
        if locked.status != Status.PENDING:
            return
        last = locked.payments.filter(status=Payment.Status.SUCCEEDED).order_by("received_at", "pk").last()
        if last is not None and balance_due(locked) == ZERO:
            complete(locked, last)
            return
    PaymentService.record_comp(order)


def _log(order: Order, payment: Payment, staff_user: User | None) -> None:
    if staff_user is not None:
        data = {
            "reference": order.reference,
            "amount": order.money(payment.amount),
            "bank_reference": payment.reference or payment.note,
        }
        log(instance=order, action=RECORDED, user=staff_user, data=data)
