"""Shared lists of starred talks below the schedule page.

Stars themselves live in the browser. Sharing or subscribing sends the codes here once and then after each change.
"""

import json
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path

from cms import cache
from cms.schedule.addresses import Addresses
from cms.schedule.qr import qr_response
from common.rate_limit import is_too_often
from conference.models import StarList
from conference.queries.schedule import load_schedule
from conference.queries.schedule_filter import only
from conference.queries.visibility import Visibility
from conference.services import star_lists

LARGEST_BODY = 20_000
CHANGES_AN_HOUR = 120
HOUR = 3600


@dataclass(frozen=True)
class _Sent:
    """What a browser sent: talk codes, and the two tokens of its list once it has one."""

    codes: list[str]
    token: str
    edit_token: str


class StarRoutes:
    """Adds “my stars”, shared lists, their calendars and QR pictures to a schedule page."""

    @path("stars/", name="stars")
    def stars(self, request: HttpRequest) -> HttpResponse:
        """Show the page of the visitor's own stars (the browser fills it), or store the list that it sends."""
        self._require(request, Visibility.TALKS)
        if request.method == "POST":
            cache.forbid(request)
            return self._store(request)
        view = self._look(request)
        context = {**view.context(view.whole.days, everything=True), "token": "", "json_ld": ""}
        return self._answer(request, "stars", _("My stars"), self.addresses.stars(), context)

    @path("stars/<slug:token>/", name="star_list")
    def star_list(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show a shared list."""
        cache.forbid(request)
        found = self._list(request, token)
        view = self._look(request)
        view.schedule = view.only(found.codes)
        context = {
            **view.context(view.schedule.days, everything=True),
            "token": token,
            "codes": " ".join(found.codes),
            "json_ld": "",
        }
        response = self._answer(request, "stars", _("A list of talks"), self.addresses.stars(token), context)
        response["X-Robots-Tag"] = "noindex"
        return response

    @path("stars/<slug:token>.ics/", name="star_list_ics")
    def star_list_ics(self, request: HttpRequest, token: str) -> HttpResponse:
        """Answer with the calendar of a shared list."""
        cache.forbid(request)
        found = self._list(request, token)
        self._require(request, Visibility.SCHEDULE)
        slots = only(load_schedule(self.conference, texts=True), found.codes).slots
        name = _("My talks at %(conference)s") % {"conference": self.conference.name}
        return self.calendar_response(request, slots, name=name, file_name="stars.ics")

    @path("stars/<slug:token>.svg/", name="star_list_qr")
    def star_list_qr(self, request: HttpRequest, token: str) -> HttpResponse:
        """Answer with a QR picture of a shared list's address, to carry it to another device."""
        cache.forbid(request)
        self._list(request, token)
        return qr_response(request.build_absolute_uri(self.addresses.stars(token)))

    def _list(self, request: HttpRequest, token: str) -> StarList:
        self._require(request, Visibility.TALKS)
        found = star_lists.read_star_list(self.conference, token=token)
        if found is None:
            raise Http404
        return found

    def _store(self, request: HttpRequest) -> HttpResponse:
        if is_too_often(request, "star-list", limit=CHANGES_AN_HOUR, seconds=HOUR):
            return _refusal(_("That was a lot of changes. Wait an hour and try again."), 429)
        try:
            sent = _read(request)
            found, edit_token = self._save(sent)
        except ValidationError as error:
            return _refusal(" ".join(error.messages), 400)
        except PermissionDenied:
            return _refusal(_("This list belongs to another browser."), 403)
        addresses: Addresses = self.absolute_addresses(request)
        return JsonResponse(
            {
                "token": found.token,
                "edit_token": edit_token,
                "codes": found.codes,
                "url": addresses.stars(found.token),
                "calendar_url": addresses.stars_calendar(found.token),
                "qr_url": addresses.stars_qr(found.token),
            }
        )

    def _save(self, sent: _Sent) -> tuple[StarList, str]:
        if sent.token:
            found = star_lists.update_star_list(
                self.conference, token=sent.token, edit_token=sent.edit_token, codes=sent.codes
            )
            if found is not None:
                return found, sent.edit_token
        return star_lists.create_star_list(self.conference, codes=sent.codes)


def _read(request: HttpRequest) -> _Sent:
    """Return what the browser sent; `ValidationError` when it is not what ours sends."""
    wrong = ValidationError(_("This is no list of talks."))
    try:
        if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
            raise wrong
        data = json.loads(request.body)
    except (ValueError, RecursionError) as error:  # the latter: thousands of brackets
        raise wrong from error
    if not isinstance(data, dict):
        raise wrong
    codes, tokens = data.get("codes"), (data.get("token", ""), data.get("edit_token", ""))
    if not isinstance(codes, list) or not all(_is_text(value) for value in (*codes, *tokens)):
        raise wrong
    return _Sent(codes, *tokens)


def _is_text(value: object) -> bool:
    """Whether it is a text that a database takes: JSON can also name NUL and halves of characters."""
    return isinstance(value, str) and "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _refusal(message: str, status: int) -> HttpResponse:
    return JsonResponse({"error": message}, status=status)
