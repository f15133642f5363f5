"""Keeps the answers to visitors who are not signed in."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from cms.kept_answers import KeptAnswer, Shelf
from cms.visit import Visit, visit_of
from common import public_cache

# Rooms that never say an answer may be kept: asking for the version there would be a statement for nothing.
NEVER = ("/admin/", "/account/", "/static/", "/media/", "/private/", "/webhooks/", "/sandbox/", "/healthz", "/o/")
# Each request brings or gets these anew; the middlewares before this one set them.
NOT_KEPT = frozenset({"set-cookie", "date", "connection"})
NOT_SHARED = frozenset({"no-store", "private"})
KEPT_STATES = frozenset({200, 301, 302})


class PublicCacheMiddleware:
    """Answers anonymous GET and HEAD requests from the cache before anything is routed, by one SQL statement.

    Only answers whose maker said so (`common.public_cache.allow`) are kept, and none that touched cookies. It stands
    before the session's middleware and reads nothing but the cookie's name. A client always asks again (`no-cache`) and
    gets 304 while nothing has changed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        if not _is_anonymous_reading(request):
            return _mark(request, self.get_response(request), shared=False)
        visit = visit_of(request)
        if visit is None:
            return self.get_response(request)
        visit.tell(request)
        shelf = Shelf(request, visit.version)
        kept = shelf.find()
        response = kept.response() if kept is not None else self._make(request, shelf, visit)
        etag = response.get("ETag")
        return get_conditional_response(request, etag=etag, response=response) if etag else response

    def _make(self, request: HttpRequest, shelf: Shelf, visit: Visit) -> HttpResponse:
        # The whole answer is wanted now, so that it can be kept; whether the client has it already is asked afterwards.
        condition = request.META.pop("HTTP_IF_NONE_MATCH", None)
        response = self.get_response(request)
        if condition is not None:
            request.META["HTTP_IF_NONE_MATCH"] = condition
        policy = public_cache.policy_of(request)
        if policy is None or not _may_be_kept(response):
            return response
        if "ETag" not in response:
            response["ETag"] = f'"{visit.version}-{hashlib.blake2b(response.content, digest_size=10).hexdigest()}"'
        _mark(request, response, shared=True)
        if request.method == "GET":
            headers = tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT)
            answer = KeptAnswer(response.status_code, headers, response.content, policy.valid_until)
            shelf.keep(answer, policy.parameters)
        return response


def _is_anonymous_reading(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "Authorization" not in request.headers
        and not request.path.startswith(NEVER)
    )


def _may_be_kept(response: HttpResponse) -> bool:
    told = {word.strip().lower() for word in response.get("Cache-Control", "").split(",")}
    varies = {word.strip().lower() for word in response.get("Vary", "").split(",")}
    return (
        response.status_code in KEPT_STATES
        and not response.streaming
        and not response.cookies
        and not told & NOT_SHARED
        and not varies & {"cookie", "*"}
    )


def _mark(request: HttpRequest, response: HttpResponse, *, shared: bool) -> HttpResponse:
    """Say that a public answer is asked for again each time, and whether others may share it."""
    if public_cache.policy_of(request) is not None and "Cache-Control" not in response:
        response["Cache-Control"] = "public, no-cache" if shared else "private, no-cache"
    return response
