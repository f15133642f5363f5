"""Tickets of a paid order: one attendee per unit, with a code of their own, and the add-ons that go with each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from registration.models import Attendee, AttendeeAddOn, AttendeeProfile, Order, OrderLineItem
from registration.models.attendees import CODE_TRIES, new_access_code
from registration.queries.tickets import HeldTicket, held_by, live_among
from registration.services.attendees.completion import is_complete, needed_of
from registration.services.orders.plan import ME, OTHER, Holder, Plan, completed

# the constraint by which each person has one ticket, as errors of PostgreSQL name it, and those of SQLite its columns
ONE_EACH = ("one_ticket_per_person", "registration_attendee.user_id, registration_attendee.conference_id")


def issue(order: Order, plan: Plan, *, lines: Sequence[OrderLineItem] | None = None) -> list[Attendee]:
    """Make the tickets of an order, in the caller's transaction; a fixed number of SQL statements.

    A ticket that was to be the buyer's is nobody's yet when the buyer has one by now: each person has one. An add-on whose
    ticket cannot take it any more goes with another one of the buyer's; `ValidationError` when there is none.

    `lines` are those of an order that this very transaction wrote, with its plan made for them. Then nothing is read
    again, and a code or a ticket that came into being meanwhile is an `IntegrityError`.
    """
    if lines is not None:
        return _issue_new(order, plan, lines)
    lines = list(
        order.line_items.select_related("ticket_type", "addon").prefetch_related("addon__requires_ticket_types")
    )
    held = held_by(order.user, order.conference)
    if held:
        plan = _without_buyer(plan)
    chosen = _chosen(order, plan)
    plan = completed(
        _with_open_places(plan, lines, chosen),
        [(line.product, line.quantity) for line in lines if line.product],
        held=[*held, *(ticket for ticket in chosen if ticket not in held)],
    )
    attendees = _attendees(order, plan, lines, _codes(len(plan.holders)))
    needed = needed_of(order.conference)
    profiles = _profiles(attendees, plan, needed)
    try:
        _store(attendees)
    except IntegrityError as error:
        if not is_second_ticket(error):
            raise
        # another order of the buyer was paid, or a ticket claimed, at this very moment
        mine = next(number for number, attendee in enumerate(attendees) if attendee.user_id)
        plan = _without_buyer(plan)
        nobodys = _attendee(order, attendees[mine].line, plan.holders[mine], plan)
        nobodys.access_code = attendees[mine].access_code
        attendees[mine] = nobodys
        profiles = _profiles(attendees, plan, needed)
        _store(attendees)
    _store_rest(attendees, profiles, plan, lines)
    return attendees


def is_second_ticket(error: IntegrityError) -> bool:
    """Return whether the database refused to give a person a second ticket."""
    return any(name in str(error) for name in ONE_EACH)


def _issue_new(order: Order, plan: Plan, lines: Sequence[OrderLineItem]) -> list[Attendee]:
    attendees = _attendees(order, plan, lines, [new_access_code() for _holder in plan.holders])
    profiles = _profiles(attendees, plan, needed_of(order.conference))
    Attendee.objects.bulk_create(attendees)
    _store_rest(attendees, profiles, plan, lines)
    return attendees


def _attendees(order: Order, plan: Plan, lines: Sequence[OrderLineItem], codes: list[str]) -> list[Attendee]:
    by_type = {line.ticket_type_id: line for line in lines if line.ticket_type_id}
    attendees = [_attendee(order, by_type[holder.ticket_type], holder, plan) for holder in plan.holders]
    for attendee, code in zip(attendees, codes, strict=True):
        attendee.access_code = code
    return attendees


def _store_rest(
    attendees: list[Attendee], profiles: list[AttendeeProfile], plan: Plan, lines: Sequence[OrderLineItem]
) -> None:
    """Store what belongs to tickets that are stored: their add-ons and answers."""
    by_addon = {line.addon_id: line for line in lines if line.addon_id}
    AttendeeAddOn.objects.bulk_create(
        AttendeeAddOn(
            attendee_id=attendees[unit.holder].pk if unit.holder is not None else unit.attendee,
            line=by_addon[unit.addon],
            unit=unit.unit,
        )
        for unit in plan.addons
    )
    AttendeeProfile.objects.bulk_create(profiles)


def _chosen(order: Order, plan: Plan) -> list[HeldTicket]:
    """Return the tickets with which the plan's add-ons shall go, as far as they are live; others may hold them by now."""
    keys = {unit.attendee for unit in plan.addons if unit.attendee is not None}
    return live_among(keys, order.conference) if keys else []


def _with_open_places(plan: Plan, lines: Sequence[OrderLineItem], chosen: Sequence[HeldTicket]) -> Plan:
    """Return the plan without the choices of tickets that ended or took such an add-on since: they are made anew."""
    addons = {line.addon_id: line.addon for line in lines if line.addon}
    live = {ticket.pk: ticket for ticket in chosen}
    kept = (
        unit
        for unit in plan.addons
        if unit.attendee is None or (unit.attendee in live and live[unit.attendee].may_carry(addons[unit.addon]))
    )
    return replace(plan, addons=tuple(kept))


def _without_buyer(plan: Plan) -> Plan:
    """Return the plan with the buyer's own ticket decided later; what they answered is theirs, and goes with them."""
    holders = (Holder(holder.ticket_type, holder.unit) if holder.mode == ME else holder for holder in plan.holders)
    return replace(plan, holders=tuple(holders))


def _profiles(attendees: list[Attendee], plan: Plan, needed: Mapping[str, set[int]]) -> list[AttendeeProfile]:
    """Return the profiles of tickets that are not stored yet; both say whether all is answered that must be."""
    profiles = [
        AttendeeProfile(
            attendee=attendee, user=attendee.user, access_code=attendee.access_code, **_known(holder.answers)
        )
        for attendee, holder in zip(attendees, plan.holders, strict=True)
    ]
    for attendee, profile in zip(attendees, profiles, strict=True):
        done = is_complete(needed, attendee.line.ticket_type_id, profile)
        attendee.completed_registration = profile.completed_registration = done
    return profiles


def _store(attendees: list[Attendee]) -> None:
    """Store new tickets; only the buyer's own can meet another one, so only that one costs a savepoint."""
    if not any(attendee.user_id for attendee in attendees):
        Attendee.objects.bulk_create(attendees)
        return
    with transaction.atomic():
        Attendee.objects.bulk_create(attendees)


def _attendee(order: Order, line: OrderLineItem, holder: Holder, plan: Plan) -> Attendee:
    attendee = Attendee(conference=order.conference, order=order, line=line, unit=holder.unit)
    if holder.mode == ME:
        now = timezone.now()
        attendee.user, attendee.name, attendee.email = order.user, holder.name or order.user.name, order.user.email
        attendee.claimed_at, attendee.conduct_accepted_at = now, now if plan.accepts_conduct else None
    elif holder.mode == OTHER:
        attendee.name, attendee.email, attendee.claim_mailed_at = holder.name, holder.email, timezone.now()
    return attendee


def _codes(number: int) -> list[str]:
    """Return so many codes that no ticket has (one SQL statement); `RuntimeError` when none are found."""
    for _attempt in range(CODE_TRIES):
        codes = {new_access_code() for _position in range(number)}
        if len(codes) == number and not Attendee.objects.filter(access_code__in=codes).exists():
            return list(codes)
    raise RuntimeError("no free access codes were found")


def _known(answers: dict[str, str]) -> dict[str, str]:
    """Return the answers to questions that the profile has."""
    fields = {field.name for field in AttendeeProfile._meta.get_fields()}
    return {name: value for name, value in answers.items() if name in fields}
