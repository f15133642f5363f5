"""What is asked of Pretalx, and what a site that shows more than the recordings would give."""

import pytest
import responses

from conference.pretalx.client import PretalxClient
from conference.pretalx.errors import LegacyTokenError
from conference.pretalx.fetch import fetch_programme
from tests.conference.pretalx.servers import client_for

BASE = "https://pretalx.example"
EVENT = f"{BASE}/api/events/camp/"
TALK = {"code": "AAAAAA", "title": "A", "speakers": [], "submission_type": 1, "track": None, "state": "confirmed"}


def fetch(client, **options):
    steps = fetch_programme(client, language="en", **options)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def page(*results):
    return {"count": len(results), "next": None, "previous": None, "results": list(results)}


@pytest.fixture
def pretalx():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(EVENT, json={"slug": "camp", "locale": "en"})
        for name in ("rooms", "tracks", "submission-types", "speakers", "slots", "submissions"):
            mock.get(f"{EVENT}{name}/", json=page())
        mock.get(f"{EVENT}schedules/", json=page({"id": 1, "version": "1", "published": "2027-01-01T00:00:00Z"}))
        mock.get(f"{EVENT}tags/", json={"detail": "no"}, status=401)
        yield mock


def client():
    return PretalxClient(base_url=BASE, event="camp", sleep=[].append)


def test_a_whole_programme_takes_few_requests(serve):
    server = serve("pyconlike")
    fetch(client_for(server))
    assert len(server.state.log) <= 13
    assert not any("/talks/" in line for line in server.state.log)


def test_a_part_asks_only_for_what_it_needs(serve):
    server = serve("small")
    programme = fetch(client_for(server), kinds=["rooms"])
    assert (len(programme.rooms), programme.talks, programme.slots) == (3, None, None)
    assert len(server.state.log) == 2


def test_tags_and_material_come_without_a_token_when_pretalx_expands_them(pretalx):
    tags = [{"id": 1, "tag": "beginner", "is_public": True}, {"id": 2, "tag": "internal", "is_public": False}]
    resources = [{"id": 1, "resource": "https://slides.example.org/1", "description": "Slides"}]
    pretalx.replace(responses.GET, f"{EVENT}submissions/", json=page({**TALK, "tags": tags, "resources": resources}))
    talk = fetch(client()).talks["AAAAAA"]
    assert talk.tags == ("beginner",)
    assert talk.resources == ({"title": "Slides", "url": "https://slides.example.org/1"},)


def test_only_confirmed_talks_are_taken(pretalx):
    states = ["submitted", "accepted", "rejected", "canceled", "withdrawn", "confirmed", None]
    talks = [{**TALK, "code": f"TALK{number}", "state": state} for number, state in enumerate(states)]
    pretalx.replace(responses.GET, f"{EVENT}submissions/", json=page(*talks))
    assert list(fetch(client()).talks) == ["TALK5"]


def test_only_their_speakers_are_taken(pretalx):
    people = [{"code": code, "name": code} for code in ("YES", "NO")]
    talks = [{**TALK, "speakers": ["YES"]}, {**TALK, "code": "BBBBBB", "state": "rejected", "speakers": ["NO"]}]
    pretalx.replace(responses.GET, f"{EVENT}submissions/", json=page(*talks))
    pretalx.replace(responses.GET, f"{EVENT}speakers/", json=page(*people))
    assert list(fetch(client()).speakers) == ["YES"]


def test_a_draft_of_a_schedule_is_no_release(pretalx):
    pretalx.replace(responses.GET, f"{EVENT}schedules/", json=page({"id": 1, "version": "wip", "published": None}))
    programme = fetch(client())
    assert (programme.released, programme.slots) == (False, None)


def test_an_empty_release_is_told_from_no_release(pretalx):
    programme = fetch(client())
    assert (programme.released, programme.slots) == (True, [])


def test_the_old_format_is_recognised_by_its_people(pretalx):
    old = {**TALK, "speakers": [{"code": "S", "name": "Somebody", "email": "s@example.org"}]}
    pretalx.replace(responses.GET, f"{EVENT}submissions/", json=page(old))
    with pytest.raises(LegacyTokenError):
        fetch(client())


def test_an_unusable_entry_is_left_out_and_told(pretalx):
    pretalx.replace(responses.GET, f"{EVENT}submissions/", json=page(TALK, {**TALK, "code": "not/a/code"}))
    programme = fetch(client())
    assert list(programme.talks) == ["AAAAAA"]
    assert programme.notes == ["1 entry of Pretalx could not be used."]


def test_an_event_without_optional_fields_arrives(pretalx):
    pretalx.replace(
        responses.GET, f"{EVENT}submissions/", json=page({"code": "AAAAAA", "state": "confirmed", "speakers": ["S"]})
    )
    pretalx.replace(responses.GET, f"{EVENT}speakers/", json=page({"code": "S", "name": "S"}))
    programme = fetch(client())
    assert programme.speakers["S"].avatar_url == ""
    assert programme.talks["AAAAAA"].image_url == ""
