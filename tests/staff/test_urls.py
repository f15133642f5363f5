"""Walks the table of addresses: each as each role, and each that takes a key with another conference's object."""

import sys

import pytest
from django.test import Client

from conference.models import Conference
from tests.factories.conference import SuperuserFactory, UserFactory
from tests.staff.conftest import Filled, person_with, signed_in
from tests.staff.url_keys import PATHS, keys_for
from tests.staff.url_table import NAMES_NO_OBJECT, ROWS
from tests.staff.url_walk import NAMED, ROLES, Address, addresses, letter_of, outcome, row_for

ADDRESSES = list(addresses())


def path_of(address: Address, filled: Filled) -> str:
    if address.name in PATHS:
        return PATHS[address.name].format(**filled.objects)
    return address.path(keys_for(address.name, filled))


def client_of(role: str, own: Conference, foreign: Conference) -> Client:
    """Return a client of somebody in that role."""
    people = {
        "anonymous": lambda: None,
        "attendee": UserFactory,
        "programme": lambda: person_with("programme", own),
        "editor": lambda: person_with("editors", own),
        "organizer": lambda: person_with("organizers", own),
        "other": lambda: person_with("organizers", foreign),
        "superuser": SuperuserFactory,
        "registration": lambda: person_with("registration", own),
        "finance": lambda: person_with("finance", own),
    }
    user = people[role]()
    client = signed_in(user) if user else Client()
    client.raise_request_exception = False
    if role == "superuser":
        client.post("/admin/conferences/", {"conference": own.slug})
    return client


def say(capsys, line: str) -> None:
    """Put a line into the run's report."""
    with capsys.disabled():
        sys.stdout.write(f"\n{line} ")


def test_every_address_has_a_row():
    missing = sorted({address.name for address in ADDRESSES if row_for(address.name, ROWS) is None})
    assert not missing, f"no row in tests/staff/url_table.py for {', '.join(missing)}"


def test_every_row_is_used_and_names_every_role():
    names = {address.name for address in ADDRESSES}
    unused = [row for row in ROWS if "*" not in row and row not in names]
    assert not unused, f"no such address any more: {', '.join(unused)}"
    assert {name: row for name, row in ROWS.items() if len(row) not in (NAMED, len(ROLES))} == {}


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_the_role_as_declared(role, own, foreign, capsys):
    client = client_of(role, own.conference, foreign.conference)
    wrong, asked = [], 0
    for address in ADDRESSES:
        declared = letter_of(row_for(address.name, ROWS), role)
        answered = outcome(client, path_of(address, own))
        asked += 1
        if answered != declared:
            wrong.append(f"{address.name} at {path_of(address, own)}: {declared} declared, {answered} answered")
    say(capsys, f"{asked} cells walked as {role}")
    assert not wrong, "\n".join(wrong)


KEYED = [address for address in ADDRESSES if address.pattern.startswith("admin/") and address.parameters]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_organizer_finds_nothing_of_another_conference_by_any_key(method, own, foreign, capsys):
    client = client_of("organizer", own.conference, foreign.conference)
    found, asked = [], 0
    for address in KEYED:
        if row_for(address.name, dict.fromkeys(NAMES_NO_OBJECT, "-")):
            continue
        asked += 1
        answered = outcome(client, path_of(address, foreign), method)
        is_for_posting = method == "GET" and row_for(address.name, ROWS)[ROLES.index("organizer")] == "M"
        if answered != "4" and not (is_for_posting and answered == "M"):
            found.append(f"{address.name} at {path_of(address, foreign)}: {answered}")
    say(capsys, f"{asked} addresses with keys asked by {method} for another conference's object")
    assert asked > 150
    assert not found, "\n".join(found)


def test_the_walk_notices_an_open_door(own, foreign):
    """The control: the same addresses do answer for objects of one's own."""
    client = client_of("organizer", own.conference, foreign.conference)
    answers = [outcome(client, path_of(address, own)) for address in KEYED if address.name.startswith("talks:")]
    assert answers
    assert set(answers) == {"2"}
