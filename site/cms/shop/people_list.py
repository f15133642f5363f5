"""A pasted list of people: a line each, with a name and an e-mail address in whatever order and with whatever between.

It fills the tickets of a checkout that are not the buyer's own and have nobody's name yet, from the first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.shop.checkout_tickets import TicketUnit
from registration.services.orders.plan import OTHER

MOST_LINES = 1000
MOST_NAMES = 10
UNTIL = "\u2060–\u2060"  # a dash at which no line ends
BETWEEN = re.compile(r'[<>,;\t"|]+|\s{2,}')
HEADS = frozenset({"e-mail", "email", "mail", "address", "name"})


@dataclass(frozen=True)
class Person:
    """Somebody of the list; `name` may be empty."""

    name: str
    email: str


def read_people(text: str) -> list[Person]:
    """Return the people in order; `ValidationError` names the lines without an address, and when there is nobody."""
    lines = [(number, line.strip()) for number, line in enumerate(text.replace("\x00", "").splitlines(), start=1)]
    filled = [(number, line) for number, line in lines if line][:MOST_LINES]
    people, wrong = [], []
    for number, line in filled:
        person = _read(line)
        if person is not None:
            people.append(person)
        elif not _is_head(line, first=number == filled[0][0]):
            wrong.append(f"{number} (“{line[:40]}”)")
    if wrong:
        raise ValidationError(
            _("Write a name and an e-mail address in each line. There is no address in line %(lines)s."),
            params={"lines": ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")},
        )
    if not people:
        raise ValidationError(_("Write at least one line with a name and an e-mail address."))
    return people


def fill_in(
    typed: dict[str, str], tickets: Sequence[TicketUnit], people: Sequence[Person]
) -> tuple[list[TicketUnit], list[Person]]:
    """Write the people into the open tickets, in what was `typed` into the form.

    Return the tickets that got a name, and the people for whom none was left. Whoever stands beside a ticket already has one.
    """
    named = {ticket.holder_email.casefold() for ticket in tickets}
    people = [person for person in people if person.email.casefold() not in named]
    filled = []
    for ticket, person in zip((ticket for ticket in tickets if ticket.is_open), people, strict=False):
        prefix = ticket.form.prefix
        typed |= {f"{prefix}-mode": OTHER, f"{prefix}-name": person.name, f"{prefix}-email": person.email}
        filled.append(ticket)
    return filled, people[len(filled) :]


def left_in_words(people: Sequence[Person]) -> str:
    """Say for whom no ticket was left."""
    names = ", ".join(person.name or person.email for person in people[:MOST_NAMES])
    words = ngettext(
        "There is no ticket left for %(people)s.", "There are no tickets left for %(people)s.", len(people)
    )
    return words % {"people": names + (" …" if len(people) > MOST_NAMES else "")}


def fills_in_words(tickets: Sequence[TicketUnit]) -> str:
    """Say which tickets a list would fill as things stand."""
    number = sum(ticket.is_open for ticket in tickets)
    if not number:
        return _("No ticket is left for it: each is yours or has a name already. Change one first.")
    words = ngettext(
        "It fills the ticket that is not for you and has no name yet: as it stands, ticket %(numbers)s.",
        "It fills the tickets that are not for you and have no name yet, in their order: as it stands, tickets %(numbers)s.",
        number,
    )
    return words % {"numbers": numbers_in_words([ticket for ticket in tickets if ticket.is_open])}


def numbers_in_words(tickets: Sequence[TicketUnit]) -> str:
    """Return the numbers of tickets, three and more in a row drawn together: “2–4, 7”."""
    rows = groupby(enumerate(ticket.number for ticket in tickets), key=lambda pair: pair[1] - pair[0])
    numbers = [[number for _index, number in row] for _key, row in rows]
    return ", ".join(
        f"{row[0]}{UNTIL}{row[-1]}" if len(row) > 2 else ", ".join(str(number) for number in row) for row in numbers
    )


def _read(line: str) -> Person | None:
    parts = [part.strip() for part in BETWEEN.split(line) if part.strip()]
    if len(parts) == 1 and " " in line:
        parts = line.split()
    email = next((part for part in parts if "@" in part), "")
    try:
        validate_email(email)
    except ValidationError:
        return None
    return Person(" ".join(part for part in parts if part != email)[:200], email)


def _is_head(line: str, *, first: bool) -> bool:
    """Whether it is the first line of a table that names its columns."""
    return first and {part.strip().casefold() for part in BETWEEN.split(line) if part.strip()} <= HEADS
