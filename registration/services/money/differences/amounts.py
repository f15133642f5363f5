"""Money that is not what an order asked for, entered into the list of differences."""

from decimal import Decimal

from django.utils.translation import gettext as _

from conference.money import display
from registration.models import Discrepancy, Order, Payment
from registration.queries.balances import books_of
from registration.services.money.differences import entries
from registration.services.orders.states import Status
from registration.services.stripe.objects import Intent

Kind = Discrepancy.Kind


def flag_overpaid(order: Order, payment: Payment) -> str:
    """Enter what an order got beyond what it costs; return a sentence, "" when there is nothing too much."""
    excess = min(books_of(order).surplus, payment.amount)
    if order.status == Status.PENDING or not excess:
        return ""
    entries.note_money(
        order,
        Kind.OVERPAID,
        payment=payment,
        amount=excess,
        detail=_("%(amount)s came beyond what the order costs.") % {"amount": order.money(excess)},
    )
    return _("Recorded; it is more than the order costs.")


def resolve_overpaid(order: Order) -> None:
    """Take off the list what had to go back while an order had ended, and is a part of its price again."""
    if books_of(order).surplus:
        return
    open_still = order.discrepancies.filter(kind__in=(Kind.OVERPAID, Kind.LATE_PAYMENT), resolved_at__isnull=True)
    for difference in open_still.filter(payment__status=Payment.Status.SUCCEEDED):
        entries.resolve(difference, _("The rest came, and the order is paid."))


def flag_wrong(order: Order, payment: Payment, intent: Intent, due: Decimal) -> str:
    """Enter that another amount or currency came than was due; return a sentence."""
    received = intent.received_amount
    entries.note(
        order.conference,
        Kind.WRONG_AMOUNT,
        stripe_id=intent.id,
        order=order,
        payment=payment,
        amount=received,
        currency=intent.currency,
        detail=_("%(due)s was due, %(received)s came. The order is not paid.")
        % {"due": order.money(due), "received": display(received, intent.currency, order.conference.language)},
    )
    return _("Recorded, but it is not what was due: the order is not paid.")
