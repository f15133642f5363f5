"""Which questions a ticket's holder is asked, and whether all that must be answered is."""

from collections.abc import Collection, Iterable, Mapping

from django.utils import timezone

from conference.models import Conference
from registration.models import Attendee, AttendeeProfile, ProfileQuestion
from registration.services.rounds import Round


def questions_of(conference: Conference) -> list[ProfileQuestion]:
    """Return the conference's questions in their order, with their ticket types (two SQL statements)."""
    return list(ProfileQuestion.objects.filter(conference=conference).prefetch_related("ticket_types"))


def asked_of(questions: Iterable[ProfileQuestion], attendee: Attendee) -> list[ProfileQuestion]:
    """Return those questions that the holder of this ticket is asked; the ticket's line must be at hand."""
    kind = attendee.line.ticket_type_id if attendee.line else None
    return asked_with(questions, kind)


def asked_with(questions: Iterable[ProfileQuestion], ticket_type: int | None) -> list[ProfileQuestion]:
    """Return those questions that holders of such a ticket are asked; one that names no ticket type is for all."""
    return [question for question in questions if _is_for(_kinds_of(question), ticket_type)]


def unanswered(questions: Iterable[ProfileQuestion], profile: AttendeeProfile | None) -> list[ProfileQuestion]:
    """Return those questions that must be answered and are not."""
    return [
        question
        for question in questions
        if question.is_required and not (profile and _is_answered(profile, question.field))
    ]


def has_answered(questions: Iterable[ProfileQuestion], profile: AttendeeProfile | None) -> bool:
    """Return whether any of those questions is answered."""
    return profile is not None and any(_is_answered(profile, question.field) for question in questions)


def _is_answered(profile: AttendeeProfile, field: str) -> bool:
    return bool(str(getattr(profile, field) or "").strip())


def needed_of(conference: Conference) -> dict[str, set[int]]:
    """Return {field of the profile: ticket types whose holders must answer it, none for all} (one SQL statement)."""
    needed: dict[str, set[int]] = {}
    required = ProfileQuestion.objects.filter(conference=conference, is_required=True)
    for field, ticket_type in required.order_by().values_list("field", "ticket_types"):
        kinds = needed.setdefault(field, set())
        if ticket_type is not None:
            kinds.add(ticket_type)
    return needed


def is_complete(needed: Mapping[str, set[int]], ticket_type: int | None, profile: AttendeeProfile) -> bool:
    """Return whether the holder of a ticket of this type has answered what `needed_of` says must be."""
    return all(_is_answered(profile, field) for field, kinds in needed.items() if _is_for(kinds, ticket_type))


def refresh(attendee: Attendee) -> bool:
    """Store and return whether all is answered that must be."""
    profile = AttendeeProfile.objects.filter(attendee=attendee).first()
    done = not unanswered(asked_of(questions_of(attendee.conference), attendee), profile)
    attendee.completed_registration = done
    Attendee.objects.filter(pk=attendee.pk).update(completed_registration=done)
    if profile:
        AttendeeProfile.objects.filter(pk=profile.pk).update(completed_registration=done)
    return done


def recount_due() -> str:
    """Store anew whose answers are complete at the conferences to come; return one line, or ""."""
    a_round, changed = Round(), 0

    def count(conference: Conference) -> None:
        nonlocal changed
        changed += recount(conference)

    coming = Conference.objects.filter(is_closed=False, end_date__gte=timezone.now().date())
    a_round.each(coming.order_by("pk"), count)
    return a_round.line(f"answers of {changed} tickets counted anew" if changed else "")


def recount(conference: Conference) -> int:
    """Store anew whose answers are complete, after organizers changed the questions; return how many changed."""
    questions = questions_of(conference)
    tickets = Attendee.objects.filter(conference=conference, revoked_at__isnull=True).select_related("line", "profile")
    changed = {True: [], False: []}
    for ticket in tickets:
        done = not unanswered(asked_of(questions, ticket), getattr(ticket, "profile", None))
        if done != ticket.completed_registration:
            changed[done].append(ticket.pk)
    for done, keys in changed.items():
        Attendee.objects.filter(pk__in=keys).update(completed_registration=done)
        AttendeeProfile.objects.filter(attendee__in=keys).update(completed_registration=done)
    return len(changed[True]) + len(changed[False])


def _kinds_of(question: ProfileQuestion) -> set[int]:
    return {kind.pk for kind in question.ticket_types.all()}


def _is_for(kinds: Collection[int], ticket_type: int | None) -> bool:
    """Return whether what names these ticket types, or none, is for holders of such a ticket."""
    return not kinds or ticket_type in kinds
