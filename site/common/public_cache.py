"""What a public answer says about its own caching; the middleware in `cms` does what is said here.

An answer is cached only when its maker called `allow` for the request. Everything else passes untouched.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse

ATTRIBUTE = "_public_cache"


@dataclass
class Policy:
    """How the answer to one request may be kept.

    `parameters` are the names of the query parameters the answer depends on (all others are ignored); `valid_until` is
    the aware moment from which the answer is stale although nothing was changed, `None` for never.
    """

    parameters: frozenset[str] = frozenset()
    valid_until: datetime | None = None


def allow(request: HttpRequest, *, parameters: Iterable[str] = ()) -> None:
    """Say that the answer holds nothing personal and may be kept until anything public changes.

    From here on the request has no query parameters but these: what the cache ignores, the answer must not show.
    """
    names = frozenset(parameters)
    setattr(request, ATTRIBUTE, Policy(names))
    if request.GET.keys() - names:
        kept = request.GET.copy()
        for name in request.GET.keys() - names:
            del kept[name]
        kept._mutable = False
        request.GET = kept
        request.META["QUERY_STRING"] = kept.urlencode()


def valid_until(request: HttpRequest, moment: datetime | None) -> None:
    """Say that the answer must be made anew at `moment` (aware); the earliest of several calls counts, `None` is ignored."""
    policy = policy_of(request)
    if policy is None or moment is None:
        return
    policy.valid_until = min(moment, policy.valid_until or moment)


def forbid(request: HttpRequest) -> None:
    """Say that the answer must not be kept, whatever was said before."""
    setattr(request, ATTRIBUTE, None)


def policy_of(request: HttpRequest) -> Policy | None:
    """Return what was said about the answer to this request; `None` when it may not be kept."""
    return getattr(request, ATTRIBUTE, None)


def public(*parameters: str) -> Callable:
    """Decorate a plain view whose answer may be kept; `parameters` are the query parameters it depends on."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            allow(request, parameters=parameters)
            return view(request, *args, **kwargs)

        return inner

    return decorate
