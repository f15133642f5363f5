"""Shared lists of starred talks."""

import datetime as dt
import json

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from cms.schedule import star_routes
from conference.models import Conference, StarList
from conference.services.star_lists import purge_star_lists
from tests.factories.conference import ScheduleSlotFactory, TalkFactory

pytestmark = pytest.mark.django_db
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def send(browser, data, headers=None, address="/schedule/stars/"):
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    return browser.post(
        address, body, content_type="application/json", headers=SAME_ORIGIN if headers is None else headers
    )


def test_list_is_made_shown_and_subscribed_to(browser, schedule_page, conference):
    mine, other = ScheduleSlotFactory(conference=conference), ScheduleSlotFactory(conference=conference)
    answer = send(browser, {"codes": [mine.talk.code, "NOTHING"]})
    assert answer.status_code == 200
    made = answer.json()
    assert made["codes"] == [mine.talk.code]
    html = browser.get(f"/schedule/stars/{made['token']}/").content.decode()
    assert mine.talk.title in html
    assert f">{other.talk.title}<" not in html
    calendar = browser.get(f"/schedule/stars/{made['token']}.ics")
    assert [str(event["UID"]) for event in Calendar.from_ical(calendar.content).walk("VEVENT")] == [str(mine.uid)]
    assert browser.get(f"/schedule/stars/{made['token']}.svg")["Content-Type"] == "image/svg+xml"
    assert made["url"] == f"http://testserver/schedule/stars/{made['token']}/"


def test_only_the_browser_that_made_a_list_may_change_it(browser, schedule_page, conference):
    codes = [TalkFactory(conference=conference).code for _number in range(2)]
    made = send(browser, {"codes": codes[:1]}).json()
    stolen = send(browser, {"codes": codes, "token": made["token"], "edit_token": "guess"})
    assert stolen.status_code == 403
    assert StarList.objects.get().codes == codes[:1]
    changed = send(browser, {"codes": codes, "token": made["token"], "edit_token": made["edit_token"]})
    assert changed.json()["token"] == made["token"]
    assert StarList.objects.get().codes == sorted(codes)


def test_edit_token_is_not_stored(browser, schedule_page, conference):
    made = send(browser, {"codes": []}).json()
    row = StarList.objects.values().get()
    assert made["edit_token"] not in str(row)
    assert made["token"] == row["token"]


def test_list_that_is_gone_is_made_anew(browser, schedule_page):
    made = send(browser, {"codes": []}).json()
    StarList.objects.all().delete()
    again = send(browser, {"codes": [], "token": made["token"], "edit_token": made["edit_token"]}).json()
    assert again["token"] != made["token"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
def test_other_sites_cannot_send_lists(browser, schedule_page, headers):
    assert send(browser, {"codes": []}, headers=headers).status_code == 403
    assert not StarList.objects.exists()
    assert send(browser, {"codes": []}, headers={"Origin": "http://testserver"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        "{",
        '{"codes": "x"}',
        '{"codes": [1]}',
        '{"codes": [], "token": 5}',
        '{"codes": ["' + "x" * 25_000 + '"]}',
        '{"codes": ["\\u0000"]}',
        '{"codes": ["\\ud800"]}',
        '{"codes": [], "token": "\\u0000"}',
        '{"codes": [], "token": "x", "edit_token": "\\ud800"}',
        "[" * 19_000,
        b"\xff\xfe",
    ],
)
def test_nonsense_is_refused_in_words(browser, schedule_page, body):
    answer = send(browser, body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not StarList.objects.exists()


def test_too_many_talks_and_too_many_changes_are_refused(browser, schedule_page, monkeypatch):
    assert send(browser, {"codes": [str(number) for number in range(501)]}).status_code == 400
    monkeypatch.setattr(star_routes, "CHANGES_AN_HOUR", 3)
    with time_machine.travel(dt.datetime(2027, 1, 1, 10, 30, tzinfo=dt.UTC), tick=False):
        statuses = [send(browser, {"codes": []}).status_code for _number in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_list_is_never_kept_by_the_public_cache(browser, schedule_page, conference):
    talks = [TalkFactory(conference=conference, title=title) for title in ("Alpha words", "Beta words")]
    made = send(browser, {"codes": [talks[0].code]}).json()
    address = f"/schedule/stars/{made['token']}/"
    assert "Beta words" not in browser.get(address).content.decode()
    send(browser, {"codes": [talks[1].code], "token": made["token"], "edit_token": made["edit_token"]})
    response = browser.get(address)
    assert "Beta words" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_lists_of_another_conference_and_old_ones_are_not_found(browser, schedule_page, conference):
    made = send(browser, {"codes": []}).json()
    address = f"/schedule/stars/{made['token']}/"
    assert browser.get(address).status_code == 200
    with time_machine.travel(dt.datetime(2028, 3, 1, tzinfo=dt.UTC)):
        assert browser.get(address).status_code == 404
        assert purge_star_lists() == "1 star lists deleted"
    assert purge_star_lists() == ""
    assert browser.get("/schedule/stars/unknown/").status_code == 404


def test_list_lives_six_months_after_the_event(browser, schedule_page, conference):
    send(browser, {"codes": []})
    assert (StarList.objects.get().expires_at.date() - conference.end_date).days in (182, 183)


def test_lists_need_public_talks(browser, schedule_page):
    Conference.objects.update(programme_visibility=Conference.Visibility.SPEAKERS)
    assert send(browser, {"codes": []}).status_code == 404
    assert browser.get("/schedule/stars/").status_code == 404


def test_page_of_ones_own_stars_shows_all_talks_to_the_script(browser, schedule_page, conference):
    slot = ScheduleSlotFactory(conference=conference)
    html = browser.get("/schedule/stars/").content.decode()
    assert "data-starred-only" in html
    assert f'data-star="{slot.talk.code}"' in html
