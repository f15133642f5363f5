"""What people see when there is nothing, or when something broke; editors read why."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Page

from common import serving
from conference import scope

ADMIN = "/admin/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 404 in the conference's language. An editor of a hidden page reads why it is hidden and where to preview it."""
    if request.path.startswith(ADMIN) and getattr(request, "user", None) is not None and request.user.is_authenticated:
        return render(request, "wagtailadmin/404.html", status=404)
    return HttpResponseNotFound(_page(request, "cms/404.html", {"note": _note_for_editors(request)}))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 403 in the conference's language; why is not told to people who may not know."""
    return HttpResponseForbidden(_page(request, "403.html", {}))


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer 500 without asking the database, the session or anything else that may be broken."""
    text = render_to_string("cms/500.html", {"moment": dt.datetime.now(dt.UTC)})
    return HttpResponseServerError(text)


def _page(request: HttpRequest, template: str, context: dict) -> str:
    """Return a page in the frame and language of the host's conference, when that is public."""
    conference = getattr(request, "conference", None) or scope.conference_of_site(request)
    public = conference if conference is not None and conference.is_active else None
    with serving.serve(request, public):
        return render_to_string(template, context, request)


def _note_for_editors(request: HttpRequest) -> dict | None:
    """Return why the page is hidden, for those who may edit it; visitors' cookies are not even looked at."""
    hidden: tuple[Page, str] | None = getattr(request, "hidden_page", None)
    if hidden is None or settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    page, reason = hidden
    if not page.permissions_for_user(request.user).can_edit():
        return None
    return {
        "reason": reason,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "preview_url": reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
    }
