"""How many things are in the basket of whoever asks, for the head of every page: told by the browser, not the database.

The shop's pages know what is in a basket. They `note` it, and `write` keeps it in a cookie that any page reads without an
SQL statement. It says no more than what its owner sees on the next page of the shop, which writes it anew.

The cookie holds for one session: after signing out, or on a browser that lost its session, it means nothing. So it never
reaches a page that is kept for all, because those are made for visitors without a session.
"""

import hashlib
import re
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from conference.models import Conference

ATTRIBUTE = "_basket_mark"
LOOKS_RIGHT = re.compile(r"([1-9][0-9]{0,5})\.([0-9a-f]{16})")


def note(request: HttpRequest, conference: Conference, units: int, *, until: datetime | None = None) -> None:
    """Remember for this answer that so many things are in the basket; `until` (aware): when it ends, `None` with the session."""
    setattr(request, ATTRIBUTE, (conference, units, until))


def units_of(request: HttpRequest, conference: Conference) -> int:
    """Return how many things are in the basket, as far as is known; 0 for everybody without a session."""
    noted = getattr(request, ATTRIBUTE, None)
    if noted is not None and noted[0] == conference:
        return noted[1]
    mark = LOOKS_RIGHT.fullmatch(request.COOKIES.get(_name(conference), ""))
    return int(mark[1]) if mark and mark[2] == _session(request) else 0


def write(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser keep what was noted for this answer, if that is new to it."""
    conference, units, until = getattr(request, ATTRIBUTE, None) or (None, 0, None)
    session = _session(request)
    if conference is None or not session:
        return
    name = _name(conference)
    if not units:
        if name in request.COOKIES:
            response.delete_cookie(name, samesite="Lax")
        return
    seconds = settings.SESSION_COOKIE_AGE if until is None else int((until - timezone.now()).total_seconds())
    response.set_cookie(
        name,
        f"{units}.{session}",
        max_age=max(seconds, 0),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(conference: Conference) -> str:
    return f"basket-{conference.pk}"


def _session(request: HttpRequest) -> str:
    """Return a word for the visitor's session from which the session cannot be found; "" when there is none."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return hashlib.blake2b(key.encode(), digest_size=8, person=b"basket").hexdigest() if key else ""
