"""Mails about money: what goes wrong with a payment, what goes back, and what staff should look at.

Each is one row of the outbox in the caller's transaction, with a key, so that it goes out once.
"""

from decimal import Decimal

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from conference import links
from conference.models import Conference, RoleGroup, User
from conference.money import ZERO, display
from conference.services import mail
from conference.services.mail_texts import compose
from registration.models import Discrepancy, Order, Payment, Refund, RefundLine
from registration.models.orders import EVER_PAID
from registration.queries.balances import balance_due, books_of
from registration.queries.order_page import credit_to_spend
from registration.services.mails.notices import to_buyer

ATTENTION_ROLES = ("finance", "organizers")


def tell_payment_problem(payment: Payment, *, key: str) -> None:
    """Tell the buyer that a payment that was on its way did not arrive; `key` names this failure."""
    to_buyer(
        "order.payment_problem",
        payment.order,
        key=f"payment-problem-{payment.pk}-{key}",
        reason=payment.failure_message,
    )


def tell_late_payment(order: Order, amount: Decimal, *, key: str) -> None:
    """Tell the buyer that the money came when nothing was left, and goes back."""
    to_buyer("order.late_payment", order, key=f"late-payment-{key}", amount=order.money(amount))


def tell_part_payment(order: Order, amount: Decimal) -> None:
    """Tell the buyer that the order ended, and that the part of its price that they had paid comes back."""
    key = f"order-expired-{order.pk}-{order.hold_expires_at:%Y%m%d%H%M}"
    to_buyer("order.expired_part_paid", order, key=key, amount=order.money(amount))


def tell_part_paid(payment: Payment) -> None:
    """Tell the buyer of a waiting order which part of its price came, and what is missing."""
    order = payment.order
    amount, due = order.money(payment.amount), order.money(balance_due(order))
    to_buyer("order.part_paid", order, key=f"part-paid-{payment.pk}", amount=amount, due=due)


def tell_refund(order: Order, amount: Decimal, *, to: str, key: str) -> None:
    """Tell the buyer that money goes back the way it came, or is store credit now (`Refund.To`).

    `key` is the primary key of the refund's `Credit`. What was only too much is told in words of its own.
    """
    values = {"key": f"refund-{key}", "amount": order.money(amount)}
    if to == Refund.To.CREDIT:
        balance = sum((credit.remaining_amount for credit in credit_to_spend(order)), ZERO)
        to_buyer("order.credit", order, balance=order.money(balance), **values)
        return
    with translation.override(order.conference.language):
        way = _("the way it was paid")
    kind = "order.surplus_refund" if _was_too_much(order, key) else "order.refund"
    to_buyer(kind, order, way=way, **values)


def _was_too_much(order: Order, credit: str) -> bool:
    """Return whether an order has all of its price after this refund, and keeps everything that was bought."""
    books = books_of(order)
    is_whole = order.status in EVER_PAID and books.refunded and books.kept >= books.charged
    return bool(is_whole) and not RefundLine.objects.filter(refund__credit=credit).exists()


def tell_staff(difference: Discrepancy, *, again: str = "") -> None:
    """Tell those who look after the money of a difference between Stripe and the orders; `again` makes a further mail."""
    conference = difference.conference
    with translation.override(conference.language):
        what = difference.get_kind_display()
    amount = difference.amount
    values = {
        "what": what,
        "detail": difference.detail,
        "reference": difference.order.reference if difference.order else "",
        "amount": display(amount, difference.currency, conference.language)
        if amount is not None and difference.currency
        else "",
        "link": links.absolute(conference, "difference", pk=difference.pk),
    }
    words = compose("staff.payment_attention", conference, values)
    for address in staff_addresses(conference):
        mail.queue(
            kind="staff.payment_attention",
            to=address,
            subject=words.subject,
            text=words.text,
            conference=conference,
            key=f"attention-{difference.pk}{again}-{address}"[:200],
        )


def staff_addresses(conference: Conference) -> list[str]:
    """Return the addresses of Finance and the organizers; without any, the conference's contact address, if it has one."""
    groups = RoleGroup.objects.filter(Q(conference=conference) | Q(conference__isnull=True), role__in=ATTENTION_ROLES)
    people = User.objects.filter(groups__role_group__in=groups, is_active=True).distinct()
    addresses = sorted(people.values_list("email", flat=True))
    contact = getattr(getattr(conference, "facts", None), "contact_email", "")
    return addresses or ([contact] if contact else [])
