"""`/healthz`: whether this process can do its work, for load balancers and monitoring.

A middleware and not a view: it stands first, so that it answers while the database is away (other middlewares ask it),
to a probe that calls the machine by its number instead of its name, and without a redirect to https.
"""

import logging
import secrets
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

PATH = "/healthz"
CACHE_KEY = "healthz"
logger = logging.getLogger(__name__)


class HealthMiddleware:
    """Answer `/healthz`: 200 when database and cache work, else 503; no cookie, never cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass the request on."""
        return health() if request.path == PATH else self.get_response(request)


def health() -> HttpResponse:
    """Return `{"database": …, "cache": …}`, each "ok" or "failed"; the reason goes to the log, not to the world."""
    parts = {name: _state(name, check) for name, check in (("database", check_database), ("cache", check_cache))}
    healthy = all(state == "ok" for state in parts.values())
    return JsonResponse(parts, status=200 if healthy else 503, headers={"Cache-Control": "no-store"})


def check_database() -> None:
    """Raise when the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_cache() -> None:
    """Raise `RuntimeError` when the cache does not give back what it was given."""
    value = secrets.token_hex(8)
    key = f"{CACHE_KEY}-{value}"
    cache.set(key, value, timeout=10)
    if cache.get(key) != value:
        raise RuntimeError("the cache lost a value at once")
    cache.delete(key)


def _state(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception:  # whatever it is, the answer is 503
        logger.exception("health: %s failed", name)
        return "failed"
    return "ok"
