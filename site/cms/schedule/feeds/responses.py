"""Answers with a feed: honest `ETag`, readable by other sites' scripts."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def feed_response(request: HttpRequest, body: bytes, content_type: str, file_name: str) -> HttpResponse:
    """Return the feed, or 304 when the reader has these very bytes."""
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
