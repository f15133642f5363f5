"""The rows of a refund: from which payments the money goes back, written before anybody is asked to move it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from conference.models import User
from conference.money import ZERO
from registration import tasks
from registration.models import Credit, Dispute, Order, Payment, Refund
from registration.models.orders import EVER_PAID
from registration.queries.balances import LOST, RECEIVED, books_of
from registration.services.money.credit_ledger import give_back

# key of refunds of which the buyer hears with the end of the order
TOLD_AT_THE_END = "end-of-order"
BY_STRIPE = (Payment.Method.STRIPE, Payment.Method.TERMINAL)


@dataclass(frozen=True)
class Part:
    """What one payment gives back."""

    payment: Payment
    amount: Decimal


@dataclass(frozen=True)
class Manner:
    """How and why money goes back: `Refund.To`, `Refund.Reason`, the staff's words, who decided, and the click's key."""

    to: str = Refund.To.ORIGINAL
    reason: str = Refund.Reason.REQUESTED
    note: str = ""
    by: User | None = None
    request_key: str = ""


def refundable(order: Order) -> list[Part]:
    """Return what each payment of a locked order can still give back, the newest first (two SQL statements).

    What a payer got back by their bank is gone.
    """
    counted = ~Q(refunds__status=Refund.Status.FAILED)
    payments = (
        order.payments.filter(status__in=RECEIVED, amount__gt=0)
        .exclude(method=Payment.Method.COMP)
        .annotate(gone=Sum("refunds__amount", filter=counted))
        .order_by("-received_at", "-pk")
    )
    lost = Dispute.objects.filter(payment__order=order, status=LOST).values_list("payment").annotate(Sum("amount"))
    taken = dict(lost)
    rests = [Part(each, each.amount - (each.gone or ZERO) - taken.get(each.pk, ZERO)) for each in payments]
    return [part for part in rests if part.amount > 0]


def spread_over(parts: Sequence[Part], amount: Decimal, order: Order) -> list[Part]:
    """Return the parts that make up an amount, the newest payment first; `ValidationError` when there is not so much."""
    taken, left = [], amount
    for part in parts:
        if left > 0:
            taken.append(Part(part.payment, min(part.amount, left)))
            left -= taken[-1].amount
    if left > 0:
        most = sum((part.amount for part in parts), ZERO)
        raise ValidationError(
            _("At most %(most)s can be given back for this order."),
            params={"most": order.money(most)},
        )
    return taken


def open_refund(order: Order, parts: Sequence[Part], manner: Manner, *, of_lines: bool = False) -> Credit:
    """Write the rows of one decision about a locked order into the caller's transaction and return its credit.

    An amount goes back of what was paid beyond the price first; `of_lines`, units of the order, it is their price.
    What Stripe has to move is PENDING (`refunds.sending`), all else is done: store credit can be spent, what was paid by
    hand counts as given back by hand.
    """
    amount = sum((part.amount for part in parts), ZERO)
    to_spend = manner.to == Refund.To.CREDIT
    credit = Credit.objects.create(
        user=order.user,
        conference=order.conference,
        amount=amount,
        remaining_amount=amount if to_spend else ZERO,
        status=Credit.Status.AVAILABLE if to_spend else Credit.Status.APPLIED,
        source_order=order,
        note=manner.note,
    )
    left = above_price(order, amount, of_lines=of_lines)
    for part in parts:
        above = min(part.amount, left)
        left -= above
        waits = not to_spend and moved_by_stripe(part.payment)
        refund = Refund.objects.create(
            order=order,
            payment=part.payment,
            credit=credit,
            amount=part.amount,
            above_price=above,
            status=Refund.Status.PENDING if waits else Refund.Status.SUCCEEDED,
            to=manner.to,
            reason=manner.reason,
            note=manner.note,
            request_key=manner.request_key,
            created_by=manner.by,
        )
        if not waits:
            document_after_commit(refund)
        if part.payment.method == Payment.Method.CREDIT and not to_spend:
            give_back(part.payment.credit_application, part.amount)
        note_given_back(part.payment)
    return credit


def above_price(order: Order, amount: Decimal, *, of_lines: bool) -> Decimal:
    """Return how much of what goes back now lowers no price."""
    if order.status not in EVER_PAID:
        return amount
    books = books_of(order)
    return max(ZERO, amount - books.costs) if of_lines else min(amount, books.surplus)


def moved_by_stripe(payment: Payment) -> bool:
    """Return whether Stripe has the money, and can give it back."""
    return payment.method in BY_STRIPE and bool(payment.stripe_payment_intent_id)


def unanswered() -> QuerySet[Refund]:
    """Return the refunds of which Stripe has not told that it knows them."""
    rows = Refund.objects.filter(status=Refund.Status.PENDING, stripe_refund_id="")
    return rows.exclude(payment__stripe_payment_intent_id="")


def note_given_back(payment: Payment) -> None:
    """Set a payment's state to what its refunds say: wholly given back, or not."""
    gone = payment.refunds.exclude(status=Refund.Status.FAILED).aggregate(total=Sum("amount"))["total"] or ZERO
    status = Payment.Status.REFUNDED if gone >= payment.amount > 0 else Payment.Status.SUCCEEDED
    if payment.status in RECEIVED and payment.status != status:
        payment.status = status
        payment.save(update_fields=["status", "updated_at"])


def send_after_commit(credit: Credit) -> None:
    """Let Stripe be asked in the background once the caller's transaction has committed."""
    transaction.on_commit(lambda: tasks.send_refunds.enqueue(credit.pk), robust=True)


def document_after_commit(refund: Refund) -> None:
    """Let the credit note be written once the caller's transaction has committed: numbers are never taken under its locks."""
    transaction.on_commit(lambda: tasks.document_refund.enqueue(refund.pk), robust=True)


def take_from_record(refund: Refund) -> None:
    """Take a refund that failed out of the record of its decision, which ends with its last part; it may be tried again."""
    refund.request_key = ""
    refund.save(update_fields=["request_key", "updated_at"])
    credit = refund.credit
    if credit is None or refund.to == Refund.To.CREDIT:
        return
    refund.credit = None
    refund.save(update_fields=["credit", "updated_at"])
    if credit.amount > refund.amount:
        credit.amount -= refund.amount
        credit.save(update_fields=["amount", "updated_at"])
    else:
        credit.delete()
