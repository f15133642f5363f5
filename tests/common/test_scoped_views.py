"""The mixin by itself, on a view made for the test: conference, desk, key and zone."""

import pytest
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.utils import timezone
from django.views.generic import View

from common.scope import ConferenceScoped, DeskMixin, require_own
from conference.models import Section
from conference.services.roles import role_group
from tests.factories.conference import ConferenceFactory, SectionFactory, UserFactory


class NamesZone(ConferenceScoped, View):
    """Answers with the current time zone."""

    def get(self, request, **kwargs):
        return HttpResponse(timezone.get_current_timezone_name())


class RendersLater(ConferenceScoped, View):
    """Answers with a template that is rendered after the view."""

    def get(self, request, **kwargs):
        return TemplateResponse(request, "staff/settings/tabs.html", {"tabs": []})


class Desk(DeskMixin, View):
    """Needs a permission to look and another to write."""

    permissions = ("conference.view_program",)
    write_permissions = ("conference.manage_people",)

    def get(self, request):
        return HttpResponse("seen")

    def post(self, request):
        return HttpResponse("done")


def ask(view, user, method="get", **kwargs):
    request = getattr(RequestFactory(), method)("/admin/x/")
    request.user = user
    request.session = SessionStore()
    request._messages = default_storage(request)
    return view(request, **kwargs)


@pytest.fixture
def conference(db):
    return ConferenceFactory(timezone="Asia/Tokyo")


def team(conference, role="programme"):
    user = UserFactory()
    user.groups.add(role_group(role, conference).group)
    return user


def test_a_view_runs_in_the_conferences_zone_whatever_was_set_before(conference):
    with timezone.override("America/Lima"):
        answer = ask(NamesZone.as_view(), team(conference))
        assert answer.content == b"Asia/Tokyo"
        assert timezone.get_current_timezone_name() == "America/Lima"


def test_a_template_is_rendered_in_the_conferences_zone(conference, monkeypatch):
    zones = []
    answer = ask(RendersLater.as_view(), team(conference))
    monkeypatch.setattr(
        TemplateResponse,
        "rendered_content",
        property(lambda _self: zones.append(timezone.get_current_timezone_name()) or ""),
    )
    answer.render()
    assert zones == ["Asia/Tokyo"]


def test_somebody_without_a_role_finds_nothing(conference):
    with pytest.raises(Http404):
        ask(NamesZone.as_view(), UserFactory())


def test_a_switched_off_desk_is_not_found(conference):
    view = type("Off", (NamesZone,), {"desk": "schedule"}).as_view()
    assert ask(view, team(conference)).status_code == 200
    conference.feature_flags.schedule_enabled = False
    conference.feature_flags.save()
    with pytest.raises(Http404):
        ask(view, team(conference))


def test_a_key_of_another_conference_is_not_found_before_the_view_runs(conference):
    own, foreign = SectionFactory(conference=conference), SectionFactory()
    view = type("Keyed", (NamesZone,), {"model": Section}).as_view()
    user = team(conference)
    assert ask(view, user, pk=own.pk).status_code == 200
    with pytest.raises(Http404):
        ask(view, user, pk=foreign.pk)


@pytest.mark.parametrize("key", ["", "x", "-1", "99999999999999999999999", "1 OR 1=1"])
def test_a_key_that_no_row_can_have_is_not_found(conference, key):
    with pytest.raises(Http404):
        require_own(Section, conference, "conference", [key])


def test_reading_and_writing_ask_for_their_own_permission(conference):
    user = team(conference)
    assert ask(Desk.as_view(), user).content == b"seen"
    with pytest.raises(PermissionDenied):
        ask(Desk.as_view(), user, "post")
    assert ask(Desk.as_view(), team(conference, "organizers"), "post").content == b"done"


def test_nobody_writes_to_a_closed_conference(conference):
    conference.is_closed = True
    conference.save()
    organizer = team(conference, "organizers")
    assert ask(Desk.as_view(), organizer).content == b"seen"
    answer = ask(Desk.as_view(), organizer, "post")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    working = type("Working", (Desk,), {"works_when_closed": True})
    assert ask(working.as_view(), organizer, "post").content == b"done"
