"""How tickets and add-ons end when their money goes back, and how they come to life again when it does not.

Everything here runs in the caller's transaction, with the order locked.
"""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from registration.models import Attendee, AttendeeAddOn, Order, OrderLineItem
from registration.services.ticket_mails import tell_revoked


def revoke_units(line: OrderLineItem, quantity: int) -> list[Attendee] | list[AttendeeAddOn]:
    """End so many units of a line and return them; fewer when fewer are left.

    Of tickets those go first that nobody has been named for, then unclaimed ones, then the latest. Of add-ons those go
    first whose ticket has ended: so end a refund's tickets before its add-ons, and call `settle_addons` after both.
    """
    if line.addon_id:
        units = _addons_to_revoke(line)[:quantity]
        AttendeeAddOn.objects.filter(pk__in=[unit.pk for unit in units]).update(revoked_at=timezone.now())
        return units
    return revoke(_tickets_to_revoke(line)[:quantity])


def revoke(attendees: Iterable[Attendee]) -> list[Attendee]:
    """End these tickets: they let nobody in, and their holders are told unless they bought them themselves."""
    attendees, now = [attendee for attendee in attendees if attendee.revoked_at is None], timezone.now()
    for attendee in attendees:
        attendee.revoked_at = now
        tell_revoked(attendee)
    Attendee.objects.filter(pk__in=[attendee.pk for attendee in attendees]).update(revoked_at=now, updated_at=now)
    return attendees


def restore_units(line: OrderLineItem, quantity: int) -> int:
    """Bring the units back to life that ended last, because their money did not go back; return how many.

    A holder who has taken another ticket meanwhile keeps that one: theirs comes back without a holder.
    """
    model = AttendeeAddOn if line.addon_id else Attendee
    ended = list(model.objects.filter(line=line, revoked_at__isnull=False).order_by("-revoked_at", "pk")[:quantity])
    if model is Attendee:
        _free_second_tickets(line.order, ended)
    model.objects.filter(pk__in=[unit.pk for unit in ended]).update(revoked_at=None)
    return len(ended)


def settle_addons(order: Order) -> int:
    """Move the add-ons of ended tickets to other tickets of the order that may take them; return how many were moved.

    Those without such a ticket stay where they are: the buyer sees them and may choose a ticket or ask for the money.
    """
    stranded = list(
        AttendeeAddOn.objects.filter(revoked_at__isnull=True, attendee__revoked_at__isnull=False)
        .filter(Q(line__order=order) | Q(attendee__order=order))
        .select_related("line__addon", "attendee")
        .prefetch_related("line__addon__requires_ticket_types")
    )
    if not stranded:
        return 0
    tickets = list(
        Attendee.objects.filter(order=order, revoked_at__isnull=True).select_related("line").prefetch_related("addons")
    )
    taken = {(ticket.pk, unit.line_id) for ticket in tickets for unit in ticket.addons.all() if unit.revoked_at is None}
    moved = []
    for unit in stranded:
        required = {ticket_type.pk for ticket_type in unit.line.addon.requires_ticket_types.all()}
        fitting = [
            ticket
            for ticket in tickets
            if not required or (ticket.line.ticket_type_id in required and (ticket.pk, unit.line_id) not in taken)
        ]
        if fitting:
            # whoever has none of it yet comes first
            unit.attendee = min(fitting, key=lambda ticket, line=unit.line_id: (ticket.pk, line) in taken)
            taken.add((unit.attendee.pk, unit.line_id))
            moved.append(unit)
    AttendeeAddOn.objects.bulk_update(moved, ["attendee"])
    return len(moved)


def _tickets_to_revoke(line: OrderLineItem) -> list[Attendee]:
    live = Attendee.objects.filter(line=line, revoked_at__isnull=True)
    return sorted(
        live.select_related("order", "conference", "line", "user"),
        key=lambda ticket: (
            ticket.checked_in_at is not None,
            ticket.user_id is not None,
            ticket.email != "",
            -ticket.unit,
        ),
    )


def _addons_to_revoke(line: OrderLineItem) -> list[AttendeeAddOn]:
    live = AttendeeAddOn.objects.filter(line=line, revoked_at__isnull=True).select_related("attendee")
    return sorted(
        live, key=lambda unit: (unit.attendee.revoked_at is None, unit.attendee.user_id is not None, -unit.unit)
    )


def _free_second_tickets(order: Order, ended: list[Attendee]) -> None:
    """Take the holder from those ended tickets whose holder has another one now."""
    users = [attendee.user_id for attendee in ended if attendee.user_id]
    others = Attendee.objects.filter(conference=order.conference, user__in=users, revoked_at__isnull=True)
    Attendee.objects.filter(
        pk__in=[attendee.pk for attendee in ended], user__in=list(others.values_list("user", flat=True))
    ).update(user=None, claimed_at=None)
