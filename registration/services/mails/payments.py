"""Mails about money: what goes wrong with a payment, what goes back, and what staff should look at.

Each is one row of the outbox in the caller's transaction, with a key, so that it goes out once.
"""

from decimal import Decimal

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from conference import links
from conference.models import Conference, RoleGroup, User
from conference.money import display
from conference.services import mail
from conference.services.mail_texts import compose
from registration.models import Discrepancy, Order, Payment, Refund
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


def tell_refund(order: Order, amount: Decimal, *, to: str, key: str) -> None:
    """Tell the buyer that money goes back the way it came, or is store credit now (`Refund.To`)."""
    with translation.override(order.conference.language):
        way = _("as store credit") if to == Refund.To.CREDIT else _("the way it was paid")
    to_buyer("order.refund", order, key=f"refund-{key}", amount=order.money(amount), way=way)


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
