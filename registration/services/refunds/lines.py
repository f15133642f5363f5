"""Which units of an order a refund is about: what they cost, which tickets end, and what goes with them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.money import ZERO, rounded, spread
from registration.models import Attendee, AttendeeAddOn, Order, OrderLineItem, Refund, RefundLine
from registration.queries.units import waiting_units
from registration.services.attendees import revoke

Units = set[tuple[int, int]]  # pairs of a line's primary key and the number of a unit
TICKET_GONE = gettext_lazy("A ticket that you chose has ended or is being given back. Look at the order again.")


@dataclass(frozen=True)
class Share:
    """Units of a line that go, by their numbers, and what they cost."""

    line: OrderLineItem
    units: tuple[int, ...]
    value: Decimal


def choose(order: Order, wanted: Mapping[int, int], *, attendees: Collection[int] = ()) -> list[Share]:
    """Return what of a locked order goes: so many units of each line (primary key), and the add-ons of its tickets.

    Where `attendees` (primary keys) names tickets of a line, these go and never another person's; of other lines unclaimed
    ones go first, then the last ones. `ValidationError` when a named ticket has ended or is in a refund that has not
    failed, when a line's number is not that of its named tickets, or when it has not so many units left.
    """
    lines = {line.pk: line for line in order.line_items.all()}
    given_back = _given_back(order)
    named = _units_of(order, attendees, given_back)
    if not named.keys() <= wanted.keys():
        raise ValidationError(_("Choose what of this order is given back."))
    units: dict[int, list[int]] = {}
    for pk, quantity in wanted.items():
        line = lines.get(pk)
        if line is None or quantity < 1:
            raise ValidationError(_("Choose what of this order is given back."))
        if pk in named:
            if quantity != len(named[pk]):
                raise ValidationError(_("Choose as many units as tickets."))
            units[pk] = named[pk]
            continue
        free = _free_units(line, attendees, given_back)
        if quantity > len(free):
            raise ValidationError(
                _("Only %(left)s of “%(what)s” can be given back."),
                params={"left": len(free), "what": line.description},
            )
        units[pk] = free[:quantity]
    _add_what_goes_with(units, lines, given_back)
    return [Share(lines[pk], tuple(sorted(numbers)), value_of(lines[pk], numbers)) for pk, numbers in units.items()]


def value_of(line: OrderLineItem, units: Iterable[int]) -> Decimal:
    """Return what units of a line cost; the values of all its units sum to its total exactly."""
    each = spread(line.line_total, [Decimal(1)] * line.quantity, line.order.currency)
    return sum((each[unit - 1] for unit in units), ZERO)


def cost_of(shares: Iterable[Share]) -> Decimal:
    """Return what shares cost together."""
    return sum((share.value for share in shares), ZERO)


def write(refund: Refund, shares: Iterable[Share], amount: Decimal) -> None:
    """Write the lines of a refund; the amount is spread over them by what they cost."""
    shares = list(shares)
    weights = [share.value for share in shares]
    currency = refund.order.currency
    amounts = weights if amount == sum(weights, ZERO) else spread(amount, _weights(weights), currency)
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=refund,
            line=share.line,
            quantity=len(share.units),
            units=list(share.units),
            amount=rounded(part, currency),
        )
        for share, part in zip(shares, amounts, strict=True)
    )


def end_units(refund: Refund) -> bool:
    """Take the units of a refund out of their order: their tickets end. Return whether there were any.

    Whoever calls counts the stock again (`inventory.release`).
    """
    lines = list(refund.lines.all())
    for row in lines:
        _end(row.line_id, row.units)
    return bool(lines)


def end_shares(shares: Iterable[Share]) -> None:
    """Take units out of their order without a refund; whoever calls counts the stock again."""
    for share in shares:
        _end(share.line.pk, share.units)


def _end(line: int, units: Collection[int]) -> None:
    # never more than all: another part of the same money may have ended the whole order before (`end_all`)
    gone = Least(F("refunded_quantity") + len(units), F("quantity"))
    OrderLineItem.objects.filter(pk=line).update(refunded_quantity=gone)
    _revoke(Q(line=line, unit__in=units))


def end_all(order: Order) -> None:
    """End every ticket and add-on of a locked order whose money all went back."""
    order.line_items.update(refunded_quantity=F("quantity"))
    _revoke(Q(line__order=order))


def _revoke(which: Q) -> None:
    revoke(Attendee.objects.filter(which))
    AttendeeAddOn.objects.filter(which, revoked_at__isnull=True).update(revoked_at=timezone.now())


def _units_of(order: Order, attendees: Collection[int], given_back: Units) -> dict[int, list[int]]:
    """Return {line: units} of the named tickets; `ValidationError` unless each of them can go."""
    rows = order.attendees.filter(pk__in=attendees, revoked_at__isnull=True)
    tickets = [ticket for ticket in rows if (ticket.line_id, ticket.unit) not in given_back]
    if len(tickets) != len(set(attendees)):
        raise ValidationError(TICKET_GONE)
    found: dict[int, list[int]] = {}
    for ticket in tickets:
        found.setdefault(ticket.line_id, []).append(ticket.unit)
    return found


def _given_back(order: Order) -> Units:
    """Return which units went back or are on their way."""
    rows = RefundLine.objects.filter(refund__order=order).exclude(refund__status=Refund.Status.FAILED)
    return {(line, unit) for line, units in rows.values_list("line", "units") for unit in units}


def _free_units(line: OrderLineItem, attendees: Collection[int], given_back: Units) -> list[int]:
    """Return the numbers of the units that can go, the ones to take first in front."""
    tickets = line.attendees if line.ticket_type_id else line.attendee_addons
    gone = {unit for of, unit in given_back if of == line.pk}
    gone.update(tickets.filter(revoked_at__isnull=False).values_list("unit", flat=True))
    left = [unit for unit in range(line.quantity, 0, -1) if unit not in gone]
    # of units without a ticket nothing says which of them ended, only how many
    left = left[: max(0, line.quantity - max(line.refunded_quantity + waiting_units(line), len(gone)))]
    if line.ticket_type_id:
        holders = {ticket.unit: ticket for ticket in line.attendees.filter(revoked_at__isnull=True)}
        return sorted(left, key=lambda unit: _order_of_ticket(holders.get(unit)))
    owners = dict(line.attendee_addons.filter(revoked_at__isnull=True).values_list("unit", "attendee"))
    return sorted(left, key=lambda unit: owners.get(unit) not in attendees)


def _order_of_ticket(ticket: Attendee | None) -> tuple[bool, bool, bool]:
    if ticket is None:
        return (True, False, False)
    return (False, ticket.user_id is not None, ticket.checked_in_at is not None)


def _add_what_goes_with(units: dict[int, list[int]], lines: Mapping[int, OrderLineItem], given_back: Units) -> None:
    """Add the add-ons of this order that belong to the tickets that go."""
    tickets = Q()
    for pk, numbers in units.items():
        if lines[pk].ticket_type_id:
            tickets |= Q(attendee__line=pk, attendee__unit__in=numbers)
    if not tickets:
        return
    found = AttendeeAddOn.objects.filter(tickets, line__in=lines, revoked_at__isnull=True)
    for line, unit in found.order_by("line", "unit").values_list("line", "unit"):
        if unit not in units.get(line, ()) and (line, unit) not in given_back:
            units.setdefault(line, []).append(unit)


def _weights(values: list[Decimal]) -> list[Decimal]:
    """Return the values, or equal weights when nothing of it cost anything."""
    return values if sum(values, ZERO) else [Decimal(1)] * len(values)
