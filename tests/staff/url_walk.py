"""The mechanics behind the table of addresses: which addresses there are, how one is filled with keys, what came back."""

import copy
import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

ROLES = ("anonymous", "attendee", "programme", "editor", "organizer", "other", "superuser", "registration", "finance")
# the roles every row names; the shop's own two follow where they get something else than `letter_of` says
NAMED = len(ROLES) - 2
MORE_AND_LESS = "D4MLRB2"
PARAMETER = re.compile(r"<(?:[^:<>]+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
SIGN_IN = ("/account/login", "/admin/login", "/account/reauthenticate")


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver: its name with namespaces, the pattern, the names of its parameters."""

    name: str
    pattern: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what must be filled in."""
        return tuple(typed or named for typed, named in PARAMETER.findall(self.pattern))

    def path(self, keys: dict[str, object]) -> str:
        """Return the path with its parameters filled in; `KeyError` names one that has no key."""
        filled = PARAMETER.sub(lambda found: str(keys[found[1] or found[2]]), self.pattern)
        return "/" + filled.replace("^", "").replace("$", "").replace("\\", "")


def addresses() -> Iterator[Address]:
    """Yield every address of the project; a pattern without a name is named by itself."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern, route, inner)
        else:
            yield Address(f"{namespace}{pattern.name}" if pattern.name else f"/{route}", route)


def row_for(name: str, rows: dict[str, str]) -> str | None:
    """Return the address's own row, else the longest pattern with a star that fits, else `None`."""
    if name in rows:
        return rows[name]
    fitting = [pattern for pattern in rows if "*" in pattern and fnmatch.fnmatchcase(name, pattern)]
    return rows[max(fitting, key=len)] if fitting else None


def letter_of(row: str, role: str) -> str:
    """Return the letter a row declares for a role.

    A row that does not name the shop's roles is about something else than the shop: they get there what the programme
    team or the editors get, whichever is less.
    """
    number = ROLES.index(role)
    if number < len(row):
        return row[number]
    return min(row[ROLES.index("programme")], row[ROLES.index("editor")], key=MORE_AND_LESS.index)


def outcome(client: Client, path: str, method: str = "GET") -> str:
    """Return the letter of what came back (see the table's head); nothing the request wrote stays."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    return letter(response)


def letter(response: object) -> str:
    """Return the table's letter for a response."""
    status = response.status_code
    if status in (301, 302, 303, 307, 308):
        target = response.headers["Location"]
        if target.startswith(SIGN_IN):
            return "L"
        return "D" if target.split("?")[0] == "/admin/" else "R"
    return {200: "2", 204: "2", 400: "B", 403: "D", 404: "4", 405: "M", 410: "4", 429: "B"}.get(status, "!")
