import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotFound
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Site

from cms import cache
from cms.middleware import PublicCacheMiddleware
from cms.models import ContentPage
from conference.models import KeyDate, Notice
from tests.factories.cms import add_content_page, add_news_index

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


class Counted:
    """A view that counts how often it was asked; `say` prepares each answer."""

    def __init__(self, *, parameters=(), say=lambda request, response: None, status=200, allowed=True):
        self.calls = 0
        self.parameters = parameters
        self.say = say
        self.status = status
        self.allowed = allowed

    def __call__(self, request):
        self.calls += 1
        if self.allowed:
            cache.allow(request, parameters=self.parameters)
        response = HttpResponse(f"{self.calls} {request.GET.urlencode()}", status=self.status)
        self.say(request, response)
        return response


def ask(view, path="/x/", method="get", **kwargs):
    request = getattr(RequestFactory(), method)(path, **kwargs)
    for name, value in kwargs.get("cookies", {}).items():
        request.COOKIES[name] = value
    return PublicCacheMiddleware(view)(request)


def test_a_second_visitor_gets_the_kept_answer(home):
    view = Counted()

    first, second = ask(view), ask(view)

    assert view.calls == 1
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == "public, no-cache"
    assert second["Content-Type"] == first["Content-Type"]


def test_a_client_that_has_it_gets_304(home):
    view = Counted()
    etag = ask(view)["ETag"]

    assert ask(view, headers={"If-None-Match": etag}).status_code == 304
    assert ask(view, headers={"If-None-Match": '"other"'}).status_code == 200
    assert ask(view, path="/fresh/", headers={"If-None-Match": '"other"'}).status_code == 200
    assert view.calls == 2


def test_head_is_answered_from_what_get_kept(home):
    view = Counted()
    ask(view)

    assert ask(view, method="head").status_code == 200
    assert view.calls == 1


def test_declared_parameters_count_in_any_order_and_others_do_not(home):
    view = Counted(parameters=["day", "track"])

    ask(view, "/x/?day=1&track=a")
    ask(view, "/x/?track=a&utm=spam&day=1")
    assert view.calls == 1
    ask(view, "/x/?day=2&track=a")
    assert view.calls == 2


def test_an_undeclared_parameter_never_reaches_the_kept_answer(home):
    view = Counted(parameters=["day"])

    response = ask(view, "/x/?day=1&evil=%3Cscript%3E")

    assert response.content == b"1 day=1"


def test_hosts_and_paths_are_kept_apart(home):
    view = Counted()

    ask(view)
    ask(view, "/y/")
    ask(view, headers={"host": "other.example"})
    ask(view, secure=True)

    assert view.calls == 4


@pytest.mark.parametrize(
    "kwargs",
    [
        {"cookies": {settings.SESSION_COOKIE_NAME: "x"}},
        {"cookies": {"messages": "x"}},
        {"headers": {"Authorization": "Token x"}},
        {"method": "post"},
        {"path": "/admin/x/"},
        {"path": "/account/"},
    ],
)
def test_who_might_get_something_of_their_own_is_never_answered_from_the_cache(home, kwargs):
    view = Counted()
    ask(view)

    ask(view, **kwargs)
    ask(view, **kwargs)

    assert view.calls == 3


@pytest.mark.parametrize(
    "say",
    [
        lambda request, response: response.set_cookie("a", "b"),
        lambda request, response: response.__setitem__("Vary", "Accept, Cookie"),
        lambda request, response: response.__setitem__("Cache-Control", "no-store"),
        lambda request, response: response.__setitem__("Cache-Control", "private"),
        lambda request, response: cache.forbid(request),
    ],
)
def test_an_answer_that_touched_something_personal_is_not_kept(home, say):
    view = Counted(say=say)

    ask(view)
    ask(view)

    assert view.calls == 2


def test_what_nobody_allowed_and_errors_are_not_kept(home):
    for view in (Counted(allowed=False), Counted(status=404), Counted(status=500)):
        ask(view)
        assert "ETag" not in ask(view)
        assert view.calls == 2


@pytest.mark.parametrize("touch", [get_token, lambda request: messages.info(request, "Hello")])
def test_a_token_or_a_message_in_a_page_keeps_it_out_of_the_cache(client, home, monkeypatch, touch):
    page = add_content_page(home)
    original = ContentPage.get_context

    def get_context(self, request, *args, **kwargs):
        touch(request)
        return original(self, request, *args, **kwargs)

    monkeypatch.setattr(ContentPage, "get_context", get_context)
    first = client.get(page.url)
    client.cookies.clear()
    second = client.get(page.url)

    assert first.cookies
    assert second.cookies


def test_an_answer_goes_stale_at_its_moment(home):
    now = timezone.now()
    view = Counted(say=lambda request, response: cache.valid_until(request, now + HOUR))

    with time_machine.travel(now, tick=False):
        ask(view)
        ask(view)
    with time_machine.travel(now + HOUR, tick=False):
        ask(view)

    assert view.calls == 2


def test_the_earliest_of_several_moments_counts(home):
    now = timezone.now()

    def say(request, response):
        for moment in (now + 2 * HOUR, None, now + HOUR, now + 3 * HOUR):
            cache.valid_until(request, moment)
        assert cache.policy_of(request).valid_until == now + HOUR

    ask(Counted(say=say))


def test_a_new_version_makes_it_anew(home, committing):
    view = Counted()
    first = ask(view)
    with committing():
        home.save()

    second = ask(view)

    assert view.calls == 2
    assert first["ETag"] != second["ETag"]


def test_a_new_release_makes_it_anew(home, monkeypatch):
    view = Counted()
    ask(view)
    monkeypatch.setattr("cms.kept_answers.release", lambda: "next")

    ask(view)

    assert view.calls == 2


def test_endless_questions_do_not_fill_the_cache(home):
    view = Counted(parameters=["q"])
    path = "/x/?q=" + "a" * 400

    ask(view, path)
    ask(view, path)

    assert view.calls == 2


def test_an_unknown_host_without_a_site_passes(db):
    Site.objects.all().delete()
    view = Counted()

    assert ask(view).status_code == 200


def test_somebody_signed_in_gets_the_page_fresh_and_unshared(staff_client, home, conference):
    response = staff_client("editors", conference).get("/")

    assert response["Cache-Control"] == "private, no-cache"


def test_a_notice_appears_and_goes_by_the_clock_alone(client, home, conference, committing):
    now = timezone.now()
    with committing():
        Notice.objects.create(conference=conference, text="Doors open", starts_at=now + HOUR, ends_at=now + 2 * HOUR)

    for hours, is_shown in ((0, False), (1, True), (1.5, True), (2, False)):
        with time_machine.travel(now + hours * HOUR, tick=False):
            assert ("Doors open" in client.get("/").content.decode()) is is_shown, hours


def test_a_key_date_passes_by_the_clock_alone(client, home, conference, committing):
    KeyDate.objects.create(facts=conference.facts, slug="cfp", label="CfP ends", day=dt.date(2027, 2, 1))
    home.body = [{"type": "key_dates", "value": {}}]
    with committing():
        home.save()

    with time_machine.travel(dt.datetime(2027, 2, 1, 22, 59, tzinfo=dt.UTC), tick=False):
        assert "key-date--next" in client.get("/").content.decode()
    with time_machine.travel(dt.datetime(2027, 2, 1, 23, 1, tzinfo=dt.UTC), tick=False):
        assert "key-date--past" in client.get("/").content.decode()


def test_a_second_page_of_a_list_is_its_own_answer(client, home):
    add_news_index(home)

    assert client.get("/news/?page=1").status_code == 200
    assert client.get("/news/?page=2").status_code == 200


def test_the_not_found_page_is_never_kept(client, home, committing):
    assert isinstance(client.get("/later/"), HttpResponseNotFound)
    with committing():
        add_content_page(home, slug="later")

    assert client.get("/later/").status_code == 200
