"""How much one account may hold without having paid: an order by bank transfer keeps its places for days."""

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference, User
from registration.models import Order
from registration.services.setting_up.sales import sales_of

# of one account at one conference, at a time
MOST_ORDERS = 5
MOST_TRANSFERS = 2


def require_few_waiting(user: User, conference: Conference, *, pay_by: str, tickets: int) -> None:
    """Raise `ValidationError` when a person's orders that wait for payment are too many for one more, which has so many
    tickets (one SQL statement).

    By bank transfer the organizers' limit of tickets for an order holds for all such orders of a person together.
    """
    held = _held(user, conference)
    if held["orders"] >= MOST_ORDERS:
        raise ValidationError(
            _(
                "%(number)d of your orders wait for payment. Pay or cancel one of them first: they are under “My orders”."
            ),
            params={"number": held["orders"]},
        )
    if pay_by != Order.PayBy.TRANSFER or not held["transfers"]:
        return
    if held["transfers"] >= MOST_TRANSFERS:
        raise ValidationError(
            _(
                "%(number)d of your orders wait for a bank transfer. Pay this one by card, or wait until the money of the "
                "others has come."
            ),
            params={"number": held["transfers"]},
        )
    most = sales_of(conference).transfer_max_tickets
    if most and held["tickets"] + tickets > most:
        raise ValidationError(
            ngettext(
                "By bank transfer %(most)d ticket can wait for you at a time, and %(held)d waits already. Pay this order by card.",
                "By bank transfer %(most)d tickets can wait for you at a time, and %(held)d wait already. Pay this order by card.",
                most,
            ),
            params={"most": most, "held": held["tickets"]},
        )


def _held(user: User, conference: Conference) -> dict[str, int]:
    """Return how many orders of a person wait and hold places, how many by transfer, and how many tickets these have."""
    waiting = Order.objects.filter(
        user=user, conference=conference, status=Order.Status.PENDING, hold_expires_at__gt=timezone.now()
    )
    by_transfer, a_ticket = Q(pay_by=Order.PayBy.TRANSFER), Q(line_items__ticket_type__isnull=False)
    return waiting.aggregate(
        orders=Count("pk", distinct=True),
        transfers=Count("pk", filter=by_transfer, distinct=True),
        tickets=Sum(
            F("line_items__quantity") - F("line_items__refunded_quantity"), filter=by_transfer & a_ticket, default=0
        ),
    )
