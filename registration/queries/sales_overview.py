"""The few figures about sales on the admin's front page: sold, received, left, and what waits for somebody."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from conference.models import Conference
from conference.money import ZERO
from registration.models import (
    PAID_STATES,
    Discrepancy,
    Order,
    OrderLineItem,
    Payment,
    Refund,
    StripeEvent,
    takes_stock,
)
from registration.queries.balances import RECEIVED

# store credit is money that came before, a free order brought none
NO_MONEY = (Payment.Method.CREDIT, Payment.Method.COMP)


@dataclass(frozen=True)
class SalesOverview:
    """Tests are left out. `received` is money less what went back to where it came from, in the conference's currency.

    "Today" begins at midnight in the conference's zone. `left` is `None` without a limit of places; tests take places too,
    `left_to_tests` of them.
    """

    tickets: int
    tickets_today: int
    received: Decimal
    received_today: Decimal
    waiting: int
    left: int | None
    left_to_tests: int
    differences: int
    failed_events: int


def sales_overview(conference: Conference) -> SalesOverview:
    """Return the figures; six SQL statements."""
    midnight = dt.datetime.combine(timezone.now().astimezone(conference.tz).date(), dt.time(), tzinfo=conference.tz)
    tickets = _tickets(conference, midnight)
    came = _sums(
        Payment.objects.filter(order__conference=conference, order__is_test=False, status__in=RECEIVED).exclude(
            method__in=NO_MONEY
        ),
        "received_at",
        midnight,
    )
    went = _sums(
        Refund.objects.filter(order__conference=conference, order__is_test=False, to=Refund.To.ORIGINAL)
        .exclude(status=Refund.Status.FAILED)
        .exclude(payment__method__in=NO_MONEY),
        "created_at",
        midnight,
    )
    return SalesOverview(
        tickets=tickets["sold"] or 0,
        tickets_today=tickets["today"] or 0,
        received=came[0] - went[0],
        received_today=came[1] - went[1],
        waiting=Order.objects.filter(
            takes_stock(), conference=conference, status=Order.Status.PENDING, is_test=False
        ).count(),
        left=conference.total_capacity - (tickets["taken"] or 0) if conference.total_capacity else None,
        left_to_tests=tickets["tests"] or 0,
        differences=Discrepancy.objects.filter(conference=conference, resolved_at__isnull=True).count(),
        failed_events=StripeEvent.objects.filter(conference=conference, processed=False, attempts__gt=0).count(),
    )


def _tickets(conference: Conference, midnight: dt.datetime) -> dict[str, int | None]:
    units = F("quantity") - F("refunded_quantity")
    sold = Q(order__status__in=PAID_STATES, order__is_test=False)
    lines = OrderLineItem.objects.filter(order__conference=conference, ticket_type__isnull=False).taking_stock()
    return lines.aggregate(
        sold=Sum(units, filter=sold),
        today=Sum(units, filter=sold & Q(order__paid_at__gte=midnight)),
        taken=Sum(units),
        tests=Sum(units, filter=Q(order__is_test=True)),
    )


def _sums(rows: QuerySet, moment: str, midnight: dt.datetime) -> tuple[Decimal, Decimal]:
    """Return the sum of the amounts, and of those since midnight."""
    found = rows.aggregate(total=Sum("amount"), today=Sum("amount", filter=Q(**{f"{moment}__gte": midnight})))
    return found["total"] or ZERO, found["today"] or ZERO
