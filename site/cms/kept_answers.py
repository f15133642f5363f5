"""Where kept answers lie: in Django's cache, under names that hold the version, so that an old one is never found again."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

PAGES = "pages"  # which of Django's caches
LONGEST = dt.timedelta(days=1)
# Answers to longer questions are not kept: nobody asks them twice, and they would crowd out the others.
LONGEST_QUERY = 300
# Style sheets and scripts too: pages name them by their content, and an update may take the former ones away.
CODE = (
    *(("templates", pattern) for pattern in ("*.html", "*.xml")),
    *(("site", pattern) for pattern in ("*.py", "*.css", "*.js")),
    *((app, "*.py") for app in ("conference", "registration", "sponsors", "programs")),
)


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it was made, without cookies."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    valid_until: dt.datetime | None

    def response(self) -> HttpResponse:
        """Return it as a new response."""
        response = HttpResponse(self.body, status=self.status)
        del response.headers["Content-Type"]
        for name, value in self.headers:
            response.headers[name] = value
        return response


class Shelf:
    """The answers of one address (scheme, host, path) at one version."""

    def __init__(self, request: HttpRequest, version: int) -> None:
        self.query: QueryDict = request.GET.copy()
        place = "\n".join([release(), str(version), request.scheme, request.get_host(), request.path])
        self.name = f"public:{_digest(place)}"

    def find(self) -> KeptAnswer | None:
        """Return the answer to this question if there is a valid one."""
        parameters = caches[PAGES].get(self.name)
        if parameters is None:
            return None
        found = caches[PAGES].get(self._name_of(parameters))
        if found is None or (found.valid_until is not None and found.valid_until <= timezone.now()):
            return None
        return found

    def keep(self, answer: KeptAnswer, parameters: Iterable[str]) -> None:
        """Keep an answer that depends on these query parameters, until it is stale and for a day at most."""
        parameters = tuple(sorted(parameters))
        if len(self._query_for(parameters)) > LONGEST_QUERY:
            return
        seconds = LONGEST.total_seconds()
        if answer.valid_until is not None:
            seconds = min(seconds, (answer.valid_until - timezone.now()).total_seconds())
        if seconds > 0:
            caches[PAGES].set(self.name, parameters, LONGEST.total_seconds())
            caches[PAGES].set(self._name_of(parameters), answer, seconds)

    def _name_of(self, parameters: Iterable[str]) -> str:
        return f"{self.name}:{_digest(self._query_for(parameters))}"

    def _query_for(self, parameters: Iterable[str]) -> str:
        return only(self.query, parameters).urlencode()


def only(query: QueryDict, parameters: Iterable[str]) -> QueryDict:
    """Return the query with these parameters only, in alphabetical order."""
    kept = QueryDict(mutable=True)
    for name in sorted(parameters):
        if name in query:
            kept.setlist(name, query.getlist(name))
    kept._mutable = False
    return kept


def release() -> str:
    """Return what tells this code and its templates from any other: an update must not answer with old pages."""
    return _fingerprint(_newest_template() if settings.DEBUG else 0.0)


@lru_cache(maxsize=2)
def _fingerprint(_changed: float) -> str:
    digest = hashlib.blake2b(digest_size=12)
    for folder, pattern in CODE:
        for file in sorted((settings.ROOT / folder).rglob(pattern)):
            digest.update(str(file.relative_to(settings.ROOT)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _newest_template() -> float:
    """While somebody works on a template it changes under a running server; code restarts it."""
    return max(file.stat().st_mtime for file in (settings.ROOT / "templates").rglob("*.*"))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
