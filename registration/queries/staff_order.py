"""Everything that staff see about one order, each subject in one SQL statement, whatever its size."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from conference.models import OutboxMail
from conference.models.mail import OPENS_ACCOUNTS
from conference.money import ZERO
from registration.models import (
    Attendee,
    AttendeeAddOn,
    Discrepancy,
    Dispute,
    Invoice,
    Order,
    OrderLineItem,
    Payment,
    Refund,
    RefundLine,
)
from registration.queries.balances import LOST, Books, books_from
from registration.queries.units import Seen, count_left, waiting_lines

NEWEST_MAILS = 50


@dataclass(frozen=True)
class StaffOrder:
    """An order with all that belongs to it; amounts are in its currency."""

    order: Order
    lines: list[OrderLineItem]
    payments: list[Payment]
    refunds: list[Refund]
    attendees: list[Attendee]
    invoices: list[Invoice]
    mails: list[OutboxMail]
    differences: list[Discrepancy]
    disputes: list[Dispute]

    @cached_property
    def books(self) -> Books:
        """The order's money."""
        lost = sum((dispute.amount for dispute in self.disputes if dispute.status == LOST), ZERO)
        return books_from(self.order, self.payments, self.refunds, lost=lost)

    @property
    def paid(self) -> Decimal:
        """All money that arrived, whatever became of it."""
        return self.books.paid

    @property
    def refundable(self) -> Decimal:
        """What can still go back."""
        return self.books.refundable

    @property
    def due(self) -> Decimal:
        """What is still to be paid of a waiting order, 0 for every other."""
        return self.books.due

    @property
    def tickets(self) -> list[Attendee]:
        """The tickets that still let somebody in."""
        return [ticket for ticket in self.attendees if ticket.revoked_at is None]

    @cached_property
    def leaving(self) -> list[Attendee]:
        """Those of them that are being given back: they end once Stripe answers."""
        going = {(row.line_id, unit) for row in self._waiting for unit in row.units}
        return [ticket for ticket in self.tickets if (ticket.line_id, ticket.unit) in going]

    @property
    def seen(self) -> Seen:
        """What a form says of the order that decides about it."""
        return Seen(self.books.refunded, count_left(self.lines, self._waiting))

    def left_of(self, line: OrderLineItem) -> int:
        """Return how many units of a line can still be chosen."""
        return count_left([line], [row for row in self._waiting if row.line_id == line.pk])

    @cached_property
    def _waiting(self) -> list[RefundLine]:
        return waiting_lines(self.refunds)

    @property
    def open_disputes(self) -> list[Dispute]:
        """The disputes that are not decided: while there is one, no money goes back."""
        return [dispute for dispute in self.disputes if dispute.is_open]


def staff_order(order: Order) -> StaffOrder:
    """Return the order with all that belongs to it; nine SQL statements."""
    attendees = _attendees(order)
    return StaffOrder(
        order=order,
        lines=list(order.line_items.select_related("ticket_type", "addon")),
        payments=list(order.payments.select_related("created_by")),
        refunds=list(order.refunds.select_related("payment", "created_by").prefetch_related("lines__line")),
        attendees=attendees,
        invoices=list(order.invoices.select_related("series")),
        mails=_mails(order, attendees),
        differences=list(order.discrepancies.select_related("resolved_by")),
        disputes=list(Dispute.objects.filter(payment__order=order)),
    )


def _attendees(order: Order) -> list[Attendee]:
    """Return the order's tickets, each with `goes_with`: the add-ons that belong to it (two SQL statements)."""
    attendees = list(order.attendees.select_related("user", "line"))
    units = AttendeeAddOn.objects.filter(attendee__in=attendees, revoked_at__isnull=True).select_related("line")
    found: dict[int, list[str]] = {}
    for unit in units:
        found.setdefault(unit.attendee_id, []).append(unit.line.description)
    for attendee in attendees:
        attendee.goes_with = ", ".join(found.get(attendee.pk, []))
    return attendees


def _mails(order: Order, attendees: list[Attendee]) -> list[OutboxMail]:
    """Return the newest mails to the buyer and the holders since the order was made, without codes for accounts."""
    addresses = {order.billing_email, order.user.email}
    addresses.update(attendee.user.email if attendee.user else attendee.email for attendee in attendees)
    to_them = Q(to__in=[address for address in addresses if address])
    mails = order.conference.mails.filter(to_them, created_at__gte=order.created_at)
    return list(mails.exclude(kind__startswith=OPENS_ACCOUNTS).defer("text", "html")[:NEWEST_MAILS])
