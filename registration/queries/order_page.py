"""Everything that an order's page shows, in a fixed number of SQL statements."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F, FilteredRelation, Q, Sum

from conference.money import ZERO
from registration.models import Attendee, Credit, Invoice, Order, OrderLineItem, Payment, Refund
from registration.queries.balances import LOST, RECEIVED, Books, books_from


@dataclass(frozen=True)
class OrderTicket:
    """One ticket of an order, with the names of the add-ons that go with it."""

    attendee: Attendee
    addons: tuple[str, ...]


@dataclass(frozen=True)
class OrderPage:
    """An order with what belongs to it; amounts are in its currency. `due` is what is still to be paid."""

    order: Order
    lines: tuple[OrderLineItem, ...]
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]
    invoices: tuple[Invoice, ...]
    tickets: tuple[OrderTicket, ...]

    @property
    def tax(self) -> list[tuple[Decimal, Decimal]]:
        """The contained tax as (rate in percent, amount) for each rate above 0."""
        by_rate: dict[Decimal, Decimal] = {}
        for line in self.lines:
            if line.tax_rate:
                by_rate[line.tax_rate] = by_rate.get(line.tax_rate, ZERO) + line.tax_amount
        return sorted(by_rate.items())

    @property
    def discounts(self) -> list[tuple[str, Decimal]]:
        """What came off, by the name of the discount or the code of the voucher."""
        by_name: dict[str, Decimal] = {}
        for line in self.lines:
            for name, amount in (
                (line.condition_name, line.condition_discount),
                (self.order.voucher_code, line.voucher_discount),
            ):
                if amount:
                    by_name[name] = by_name.get(name, ZERO) + amount
        return list(by_name.items())

    @property
    def received(self) -> list[Payment]:
        """The payments that brought money."""
        return [payment for payment in self.payments if payment.status in RECEIVED and payment.amount]

    @cached_property
    def books(self) -> Books:
        """The order's money."""
        lost = sum((payment.lost or ZERO for payment in self.payments), ZERO)
        return books_from(self.order, self.payments, self.refunds, lost=lost)

    @property
    def given_back(self) -> Decimal:
        """What went back or is on its way back."""
        return self.books.refunded

    @property
    def due(self) -> Decimal:
        """What is still to be paid of a waiting order."""
        return self.books.due

    @property
    def is_on_its_way(self) -> bool:
        """Whether a bank is working on a payment."""
        return any(payment.status == Payment.Status.PROCESSING for payment in self.payments)

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing more to wait for: paid, ended, or the bank takes its time."""
        return self.order.status != Order.Status.PENDING or self.is_on_its_way

    @property
    def refusal(self) -> str:
        """Why the latest card payment was refused, while it waits for another try."""
        waiting = [payment for payment in self.payments if payment.status == Payment.Status.PENDING]
        return waiting[0].failure_message if waiting else ""


def order_page(order: Order) -> OrderPage:
    """Return an order with all that belongs to it (at most five SQL statements)."""
    lines = tuple(order.line_items.all())
    lost = Sum("disputes__amount", filter=Q(disputes__status=LOST))
    payments = tuple(order.payments.annotate(lost=lost))
    has_money = any(payment.status in RECEIVED for payment in payments)
    return OrderPage(
        order=order,
        lines=lines,
        payments=payments,
        refunds=tuple(order.refunds.all()) if has_money else (),
        invoices=tuple(Invoice.objects.filter(order=order).select_related("series").order_by("pk"))
        if has_money
        else (),
        tickets=_tickets(order, lines),
    )


def _tickets(order: Order, lines: tuple[OrderLineItem, ...]) -> tuple[OrderTicket, ...]:
    """Return the tickets with their add-ons: one row for each pair of them, which may stand on another order."""
    by_pk = {line.pk: line for line in lines}
    found: dict[int, Attendee] = {}
    addons: dict[int, list[str]] = {}
    valid = FilteredRelation("addons", condition=Q(addons__revoked_at__isnull=True))
    rows = Attendee.objects.filter(order=order).annotate(valid=valid, addon=F("valid__line__description"))
    for attendee in rows.order_by("line", "unit", "pk", "valid__line", "valid__unit"):
        attendee.order, attendee.line = order, by_pk.get(attendee.line_id)
        found.setdefault(attendee.pk, attendee)
        addons.setdefault(attendee.pk, []).extend([attendee.addon] if attendee.addon else [])
    return tuple(OrderTicket(attendee, tuple(addons[pk])) for pk, attendee in found.items())


def credit_to_spend(order: Order) -> list[Credit]:
    """Return the store credit that the order's buyer has left at its conference (one SQL statement); of test money only
    for a test.
    """
    own = Credit.objects.filter(user=order.user_id, conference=order.conference_id, remaining_amount__gt=0)
    own = own.filter(Q(source_order=None) | Q(source_order__is_test=order.is_test))
    return list(own.filter(status=Credit.Status.AVAILABLE).order_by("pk"))
