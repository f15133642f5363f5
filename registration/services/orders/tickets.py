"""Tickets of a paid order: one attendee per unit, with a code of their own, and the add-ons that go with each."""

from django.utils import timezone

from registration.models import Attendee, AttendeeAddOn, AttendeeProfile, Order
from registration.models.attendees import CODE_TRIES, new_access_code
from registration.services.attendees.completion import asked_of, questions_of, unanswered
from registration.services.mails.notices import ticket_assigned
from registration.services.orders.plan import ME, OTHER, Holder, Plan, plan_for


def issue(order: Order, plan: Plan) -> list[Attendee]:
    """Make the tickets of an order, in the caller's transaction; a fixed number of SQL statements plus its mails."""
    lines = list(
        order.line_items.select_related("ticket_type", "addon").prefetch_related("addon__requires_ticket_types")
    )
    if not plan.holders:
        plan = plan_for([(line.product, line.quantity) for line in lines if line.product], plan)
    by_type = {line.ticket_type_id: line for line in lines if line.ticket_type_id}
    by_addon = {line.addon_id: line for line in lines if line.addon_id}
    buyer_has_one = Attendee.objects.filter(
        conference=order.conference, user=order.user, revoked_at__isnull=True
    ).exists()
    attendees = [
        _attendee(order, by_type[holder.ticket_type], holder, plan, is_free=not buyer_has_one)
        for holder in plan.holders
    ]
    for attendee, code in zip(attendees, _codes(len(attendees)), strict=True):
        attendee.access_code = code
    profiles = [
        AttendeeProfile(
            attendee=attendee, user=attendee.user, access_code=attendee.access_code, **_known(holder.answers)
        )
        for attendee, holder in zip(attendees, plan.holders, strict=True)
    ]
    questions = questions_of(order.conference)
    for attendee, profile in zip(attendees, profiles, strict=True):
        done = not unanswered(asked_of(questions, attendee), profile)
        attendee.completed_registration = profile.completed_registration = done
    Attendee.objects.bulk_create(attendees)
    AttendeeAddOn.objects.bulk_create(
        AttendeeAddOn(
            attendee_id=attendees[unit.holder].pk if unit.holder is not None else unit.attendee,
            line=by_addon[unit.addon],
            unit=unit.unit,
        )
        for unit in plan.addons
    )
    AttendeeProfile.objects.bulk_create(profiles)
    for attendee, holder in zip(attendees, plan.holders, strict=True):
        if holder.mode == OTHER:
            ticket_assigned(attendee)
    return attendees


def _attendee(order: Order, line: object, holder: Holder, plan: Plan, *, is_free: bool) -> Attendee:
    attendee = Attendee(conference=order.conference, order=order, line=line, unit=holder.unit)
    if holder.mode == ME and is_free:
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
