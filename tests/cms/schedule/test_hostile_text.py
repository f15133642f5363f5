"""Whatever comes from outside is shown as words: no markup, no address that runs, no template, in every output."""

import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from icalendar import Calendar

from conference.models import ConferenceFacts
from tests.factories.conference import BreakFactory, RoomFactory, ScheduleSlotFactory, SpeakerFactory, TalkFactory, at

pytestmark = pytest.mark.django_db

HTML = "<script>alert('x')</script><img src=x onerror=alert(1)></title></script><!--"
LINKS = "[press](javascript:alert(1)) [data](data:text/html,hi) <javascript:alert(1)> ![p](https://evil.example/p.png)"
TEMPLATE = "{{ settings.SECRET_KEY }} {% include 'x' %}"
CONTROL = "\u202ereversed\u202c \x07 \ufffe"
EMOJI = "👩🏽‍🚀🎉"
HOSTILE = f"{HTML} {LINKS} {TEMPLATE} {CONTROL} {EMOJI}"
LONG = (HOSTILE + "Ab" * 200)[:500]


class Page(HTMLParser):
    """Collects what a browser would run or load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if (
            tag == "script"
            and not found.get("src", "").startswith("/static/")
            and found.get("type") != "application/ld+json"
        ):
            self.bad.append(tag)
        if tag in {"img", "iframe", "object"} and not (found.get("src") or "/").startswith("/"):
            self.bad.append(str(found))
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(("javascript:", "data:")):
                self.bad.append(f"{name}={value}")

    def handle_data(self, data):
        self.words += data


@pytest.fixture
def hostile(conference):
    """Every field that a sync fills holds hostile text."""
    speaker = SpeakerFactory(conference=conference, name=LONG[:300], biography=HOSTILE)
    talk = TalkFactory(
        conference=conference,
        title=LONG,
        abstract=HOSTILE,
        description=HOSTILE,
        submission_type=LONG[:200],
        track=LONG[:200],
        tags=[HOSTILE],
        language="<b>en</b>",
        resources=[
            {"title": HOSTILE, "url": "javascript:alert(1)"},
            {"title": HOSTILE, "url": 'https://example.org/"><script>'},
        ],
        speakers=[speaker],
    )
    room = RoomFactory(conference=conference, name=LONG[:300], description=HOSTILE)
    slot = ScheduleSlotFactory(conference=conference, talk=talk, room=room)
    BreakFactory(conference=conference, title=LONG, room=room, start=at(conference, "12:00"))
    ConferenceFacts.objects.filter(conference=conference).update(contact_email="")
    return slot


def addresses(slot) -> list[str]:
    code, speaker = slot.talk.code, slot.talk.speakers.get().code
    return ["", "all/", "all/?q=press", f"talk/{code}/", "talk/", f"speaker/{speaker}/", "speaker/", "stars/"]


def test_control_a_page_that_runs_hostile_text_is_recognised():
    assert Page(f"<p>{HTML}</p>").bad
    assert Page('<a href="JavaScript:alert(1)">x</a>').bad
    assert Page("<p>&lt;script&gt;</p>").bad == []


def test_pages_show_hostile_text_as_words(client, schedule_page, hostile, settings):
    settings.SECRET_KEY = "the-secret-of-the-test"
    for address in addresses(hostile):
        response = client.get(f"/schedule/{address}")
        assert response.status_code == 200
        html = response.content.decode()
        page = Page(html)
        assert page.bad == [], address
        assert "<script>alert('x')</script>" in page.words, address
        assert "{{ settings.SECRET_KEY }}" in page.words, address
        assert settings.SECRET_KEY not in html


def test_json_ld_cannot_leave_its_script(client, schedule_page, hostile):
    for address in ("", f"talk/{hostile.talk.code}/", f"speaker/{hostile.talk.speakers.get().code}/"):
        html = client.get(f"/schedule/{address}").content.decode()
        start = html.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
        text = html[start : html.index("</script>", start)]
        assert "<" not in text
        assert "<script>alert('x')</script>" in json.dumps(json.loads(text), ensure_ascii=False)


def test_feeds_carry_hostile_text_as_text(client, schedule_page, hostile):
    found = client.get("/schedule/schedule.json").json()["schedule"]["conference"]["days"][0]["rooms"]
    ((event, *_breaks),) = found.values()
    assert event["title"].startswith("<script>alert('x')</script>")
    assert "\x07" not in event["title"]
    root = ET.fromstring(client.get("/schedule/schedule.xml").content)  # noqa: S314 - our own answer
    assert root.find("day/room/event/title").text.startswith("<script>alert('x')</script>")
    for name in ("schedule.ics", f"talk/{hostile.talk.code}.ics"):
        body = client.get(f"/schedule/{name}").content
        events = Calendar.from_ical(body).walk("VEVENT")
        assert str(events[0]["SUMMARY"]).startswith("<script>alert('x')</script>")
        assert b"\x07" not in body
    ET.fromstring(client.get("/schedule/changes.atom").content)  # noqa: S314 - our own answer


def test_card_of_a_hostile_talk_is_a_picture(client, schedule_page, hostile):
    html = client.get(f"/schedule/talk/{hostile.talk.code}/").content.decode()
    card = html.split('property="og:image" content="http://testserver')[1].split('"')[0]
    response = client.get(card)
    assert response.content.startswith(b"\x89PNG")
