"""Which ticket an add-on goes with."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from conference.scope import require_open
from registration.models import Attendee, AttendeeAddOn, Order
from registration.services.attendees.possible import has_time


def move_addon(unit: AttendeeAddOn, *, to: Attendee) -> AttendeeAddOn:
    """Let one unit of an add-on go with another ticket of the same buyer.

    `ValidationError` says why not: another buyer's ticket, one that ended, that must not have it or has one already, or
    too late.
    """
    with transaction.atomic():
        target = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=to.pk)
        unit = (
            AttendeeAddOn.objects.select_for_update(of=("self",), no_key=True)
            .select_related("line__addon", "line__order__conference", "attendee")
            .get(pk=unit.pk)
        )
        order = unit.line.order
        require_open(order.conference)
        if unit.revoked_at or target.revoked_at:
            raise ValidationError(_("This has ended: nothing can be changed about it any more."))
        if not has_time(order.conference):
            raise ValidationError(_("Add-ons cannot be moved any more. Write to the organizers."))
        if target.pk not in {ticket.pk for ticket in tickets_for(unit)}:
            raise ValidationError(_("“%(what)s” cannot go with this ticket."), params={"what": unit.line.description})
        unit.attendee = target
        unit.save(update_fields=["attendee"])
    return unit


def choices_for(ticket: Attendee) -> list[tuple[AttendeeAddOn, list[Attendee]]]:
    """Return each live add-on of a ticket that the ticket's buyer bought, with the tickets it may go with."""
    units = AttendeeAddOn.objects.filter(
        attendee=ticket, revoked_at__isnull=True, line__order__user=ticket.order.user_id
    )
    units = list(units.select_related("line__order", "attendee").prefetch_related("line__addon__requires_ticket_types"))
    tickets = list(_tickets_of(ticket.order)) if units else []
    return [(unit, fitting(unit, tickets)) for unit in units]


def tickets_for(unit: AttendeeAddOn) -> list[Attendee]:
    """Return the tickets that this unit may go with, its own included (three SQL statements)."""
    return fitting(unit, _tickets_of(unit.line.order))


def fitting(unit: AttendeeAddOn, tickets: Iterable[Attendee]) -> list[Attendee]:
    """Return those of the tickets that the unit may go with: of a required type, and then one unit a ticket."""
    required = {kind.pk for kind in unit.line.addon.requires_ticket_types.all()}
    if not required:
        return list(tickets)
    return [
        ticket
        for ticket in tickets
        if ticket.line
        and ticket.line.ticket_type_id in required
        and not any(
            other.revoked_at is None and other.pk != unit.pk and other.line.addon_id == unit.line.addon_id
            for other in ticket.addons.all()
        )
    ]


def _tickets_of(order: Order) -> QuerySet[Attendee]:
    """Return all live tickets of the order's buyer at its conference."""
    live = Attendee.objects.filter(conference=order.conference_id, order__user=order.user_id, revoked_at__isnull=True)
    return live.select_related("line", "user").prefetch_related("addons__line").order_by("order", "line", "unit")
