"""Mails to people who pay by bank transfer: how to do it, and one reminder."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from conference.models import OutboxMail
from registration.models import Order
from registration.queries.balances import balance_due
from registration.services.mails.notices import gets_bill, to_billing, to_buyer
from registration.services.orders.states import Status
from registration.services.rounds import Round

# a transfer takes a day or two: the reminder comes early enough to be of use
REMIND_BEFORE = dt.timedelta(days=4)


def tell_transfer_instructions(order: Order) -> None:
    """Tell the buyer what to transfer where until when; once per order, in the caller's transaction.

    Another address on the invoice gets the bill for it, with the pro forma.
    """
    values = _values(order)
    to_buyer("order.transfer_instructions", order, key=f"transfer-{order.pk}", **values)
    if gets_bill(order):
        pro_forma = {"maker": "registration.pro_forma", "key": order.reference}
        to_billing("order.transfer_bill", order, key=f"transfer-bill-{order.pk}", attachments=[pro_forma], **values)


def remind_transfers() -> str:
    """Remind everybody once whose transfer has not come and whose time ends soon; return one line, or ""."""
    now = timezone.now()
    waiting = Order.objects.filter(
        status=Status.PENDING,
        pay_by=Order.PayBy.TRANSFER,
        hold_expires_at__gt=now,
        hold_expires_at__lte=now + REMIND_BEFORE,
    ).select_related("conference", "user")
    a_round = Round()
    # who just ordered with little time left was told a moment ago
    settled = [order for order in waiting if order.created_at <= now - dt.timedelta(days=1)]
    reminded = a_round.each(settled, lambda order: _remind(order).created_at >= now)
    return a_round.line(f"{reminded} reminders of transfers written" if reminded else "")


@transaction.atomic
def _remind(order: Order) -> OutboxMail:
    return to_buyer("order.transfer_reminder", order, key=f"transfer-reminder-{order.pk}", **_values(order))


def _values(order: Order) -> dict[str, str]:
    conference = order.conference
    return {
        "due": order.money(balance_due(order)),
        "payee": conference.seller_name or conference.name,
        "account": conference.seller_bank_account,
        "payment_note": conference.payment_note,
    }
