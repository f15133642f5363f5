"""Reminders of tickets that lack something, until they cannot be changed any more.

The buyer hears of tickets without a holder, in one mail for each order; a person who was named, that the ticket waits
for them; a holder, that answers are missing. Nobody hears of the same more often than once a week, and long before the
conference only once in four weeks.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference import links
from conference.models import Conference, OutboxMail
from registration.models import PAID_STATES, Attendee
from registration.services.attendees.completion import asked_of, questions_of, unanswered
from registration.services.mails.tickets import link_of, remind
from registration.services.rounds import Round
from registration.services.setting_up.sales import changes_until, sales_of

KIND = "ticket.reminder"
# nobody is reminded of what they heard of a moment ago
FIRST_AFTER = dt.timedelta(days=3)
CLOSE = dt.timedelta(days=35)
PAUSE, LONG_PAUSE = dt.timedelta(days=7), dt.timedelta(days=28)


@dataclass(frozen=True)
class Reminder:
    """One mail: about a ticket, to whom, what is missing, where it is mended, and the beginning of its key."""

    ticket: Attendee
    to: str
    missing: str
    link: str
    about: str


def remind_holders() -> str:
    """Write the reminders that are due; return one line, or ""."""
    now, a_round, written = timezone.now(), Round(), 0

    def remind_all(conference: Conference) -> None:
        nonlocal written
        with translation.override(conference.language):
            due = {reminder.ticket: reminder for reminder in _due_now(conference, now)}
            written += a_round.each(due, lambda ticket: _write(due[ticket], now))

    coming = Conference.objects.filter(is_active=True, is_closed=False, end_date__gte=now.date())
    a_round.each(coming.order_by("pk"), remind_all)
    return a_round.line(f"{written} reminders of tickets written" if written else "")


def _due_now(conference: Conference, now: dt.datetime) -> list[Reminder]:
    """Return what is due and was not told a short while ago, nothing once tickets cannot be changed; one for a ticket."""
    until = changes_until(sales_of(conference))
    if now >= until:
        return []
    pause = PAUSE if until - now < CLOSE else LONG_PAUSE
    recent = OutboxMail.objects.filter(kind=KIND, conference=conference, created_at__gt=now - pause)
    told = {key.rpartition("-on-")[0] for key in recent.values_list("key", flat=True) if key}
    return [reminder for reminder in _due(conference, now - FIRST_AFTER) if reminder.about not in told]


@transaction.atomic
def _write(reminder: Reminder, now: dt.datetime) -> OutboxMail:
    key = f"{reminder.about}-on-{now:%Y%m%d}"
    return remind(reminder.ticket, to=reminder.to, missing=reminder.missing, link=reminder.link, key=key)


def _due(conference: Conference, before: dt.datetime) -> Iterator[Reminder]:
    tickets = list(
        Attendee.objects.filter(
            conference=conference, revoked_at__isnull=True, order__status__in=PAID_STATES, order__paid_at__lte=before
        ).select_related("conference", "order__user", "line", "user", "profile")
    )
    yield from _nameless(conference, tickets)
    yield from _unclaimed(tickets, before)
    yield from _unanswered(conference, tickets)


def _nameless(conference: Conference, tickets: Iterable[Attendee]) -> Iterator[Reminder]:
    of_order = defaultdict(list)
    for ticket in tickets:
        if ticket.user_id is None and not ticket.email:
            of_order[ticket.order_id].append(ticket)
    for order, nameless in of_order.items():
        missing = ngettext(
            "nobody is named as its holder yet.", "%(number)d tickets have no holder yet.", len(nameless)
        ) % {"number": len(nameless)}
        link = links.absolute(conference, "tickets")
        yield Reminder(nameless[0], nameless[0].order.user.email, missing, link, f"reminder-order-{order}")


def _unclaimed(tickets: Iterable[Attendee], before: dt.datetime) -> Iterator[Reminder]:
    for ticket in tickets:
        asked = ticket.claim_mailed_at or ticket.order.paid_at
        if ticket.user_id is None and ticket.email and asked <= before:
            missing = _("it waits for you to make it yours.")
            yield Reminder(ticket, ticket.email, missing, link_of(ticket), f"reminder-ticket-{ticket.pk}")


def _unanswered(conference: Conference, tickets: Iterable[Attendee]) -> Iterator[Reminder]:
    questions = questions_of(conference)
    for ticket in tickets:
        if ticket.user_id is None:
            continue
        missing = unanswered(asked_of(questions, ticket), getattr(ticket, "profile", None))
        if missing:
            names = ", ".join(str(question.get_field_display()) for question in missing)
            words = _("we still need your answers: %(questions)s.") % {"questions": names}
            yield Reminder(ticket, ticket.user.email, words, link_of(ticket), f"reminder-ticket-{ticket.pk}")
