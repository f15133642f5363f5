"""Handing out files that belong to one person."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from common.rate_limit import is_too_often
from conference.extension import UnavailableError

PDF = "application/pdf"
PAPERS_AT_ONCE, PAPERS_SECONDS = 60, 600


def drawn(request: HttpRequest, draw: Callable[[], bytes], *, name: str) -> HttpResponse:
    """Answer with a PDF that is drawn for this very request; with a page that says so when somebody asks for too many (429).

    Drawing keeps a processor busy for a second or more, and whoever has an account may ask for it.
    """
    about = f"user-{request.user.pk}"
    if is_too_often(request, "papers", limit=PAPERS_AT_ONCE, seconds=PAPERS_SECONDS, about=about):
        return render(request, "portal/no_document.html", status=429)
    return attached(request, draw, name=name, content_type=PDF)


def attached(request: HttpRequest, make: Callable[[], bytes], *, name: str, content_type: str) -> HttpResponse:
    """Answer with a file to keep; with a page that says so when it cannot be made now (503)."""
    try:
        content = make()
    except UnavailableError:
        return render(request, "portal/no_document.html", status=503)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        # a file of ours is never run as a page
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
