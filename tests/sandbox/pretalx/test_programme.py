"""The demo must answer in the very form of the recordings, or the demo would prove nothing about the sync."""

import pytest

from sandbox.pretalx.programme import DEMO_TOKEN, demo_recording

EVENT = "/api/events/halyard-2027/"
DEMO_READ = {"Authorization": f"Token {DEMO_TOKEN}"}
ENDPOINTS = ["rooms", "tracks", "submission-types", "speakers", "submissions", "slots", "schedules"]


@pytest.fixture
def demo(serve):
    return serve(demo_recording())


def items(client, path, headers=None):
    found = []
    while path:
        page = client.get(path, headers=headers).json()
        found += page["results"]
        path = (page["next"] or "").removeprefix(client.base_url)
    return found


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_keys_are_those_of_a_real_answer(demo, serve, endpoint):
    recorded = serve("small")

    invented = demo.get(f"{EVENT}{endpoint}/").json()
    real = recorded.get(f"/api/events/small/{endpoint}/").json()

    assert invented.keys() == real.keys()
    assert invented["results"][0].keys() == real["results"][0].keys()


def test_the_event_has_the_keys_of_a_real_one(demo, serve):
    assert demo.get(EVENT).json().keys() == serve("small").get("/api/events/small/").json().keys()


def test_tags_need_the_token_and_say_which_are_private(demo):
    assert demo.get(f"{EVENT}tags/").status_code == 401
    tags = items(demo, f"{EVENT}tags/?page_size=250", DEMO_READ)
    assert [tag["is_public"] for tag in tags].count(False) == 1


def test_everything_named_exists(demo):
    lists = {name: items(demo, f"{EVENT}{name}/", DEMO_READ) for name in [*ENDPOINTS, "tags"]}
    ids = {name: {item.get("code", item.get("id")) for item in found} for name, found in lists.items()}

    for submission in lists["submissions"]:
        assert set(submission["speakers"]) <= ids["speakers"]
        assert set(submission["tags"]) <= ids["tags"]
        assert submission["track"] in ids["tracks"] | {None}
        assert submission["submission_type"] in ids["submission-types"]
        assert set(submission["slots"]) <= ids["slots"]
    for slot in lists["slots"]:
        assert slot["room"] in ids["rooms"]
        assert slot["submission"] in ids["submissions"] | {None}
        assert (slot["submission"] is None) == bool(slot["description"])
        assert slot["start"].endswith("+02:00")
    assert len(lists["submissions"]) == len([slot for slot in lists["slots"] if slot["submission"]])


def test_portraits_are_served(demo):
    pictures = [speaker["avatar_url"] for speaker in items(demo, f"{EVENT}speakers/") if speaker["avatar_url"]]

    assert len(pictures) >= 35
    for picture in pictures[:5]:
        answer = demo.get(picture.removeprefix(demo.base_url))
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.content[8:12] == b"WEBP"


def test_two_builds_give_the_same_answers():
    first, second = demo_recording(), demo_recording()

    assert first.lists == second.lists
