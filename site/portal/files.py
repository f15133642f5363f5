"""Handing out files that belong to one person."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from conference.extension import UnavailableError


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
