"""A pasted list of people: a line each, with a name and an e-mail address in whatever order and with whatever between."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

MOST_LINES = 1000
BETWEEN = re.compile(r'[<>,;\t"|]+|\s{2,}')
HEADS = frozenset({"e-mail", "email", "mail", "address", "name"})


@dataclass(frozen=True)
class Person:
    """Somebody of the list; `name` may be empty."""

    name: str
    email: str


def read_people(text: str) -> list[Person]:
    """Return the people in order; `ValidationError` names the lines without an address."""
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
    return people


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
