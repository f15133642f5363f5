"""The recordings are what the sync's tests stand on: they must hold what their facts say."""

import json
from collections import Counter

import pytest

from tests.sandbox.pretalx.client import READ, RECORDINGS

NAMES = ["small", "pyconlike_before", "pyconlike", "small_2025.2_v1"]
ENDPOINTS = ["rooms", "tracks", "submission-types", "tags", "speakers", "submissions", "slots", "schedules"]


def read_all(client, event, endpoint, headers=None):
    path, items = f"/api/events/{event}/{endpoint}/?page_size=250", []
    while path:
        answer = client.get(path, headers=headers)
        if answer.status_code == 401:
            return None
        page = answer.json()
        items += page["results"]
        path = (page["next"] or "").removeprefix(client.base_url)
    return items


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_holds_what_its_facts_say(serve, name):
    facts = json.loads((RECORDINGS / name / "facts.json").read_text())
    client = serve(name)

    for label, headers in (("anonymous", None), ("read", READ)):
        lists = {endpoint: read_all(client, facts["event"], endpoint, headers) for endpoint in ENDPOINTS}
        for endpoint, items in lists.items():
            assert (None if items is None else len(items)) == facts[label][endpoint.replace("-", "_")]
        states = Counter(submission["state"] for submission in lists["submissions"])
        assert states == facts[label]["submission_states"]
        assert sum(bool(slot["submission"]) for slot in lists["slots"]) == facts[label]["talk_slots"]


def test_no_slot_id_survives_a_release(serve):
    client = serve("pyconlike_before", "pyconlike")
    before = {slot["id"] for slot in read_all(client, "pyconlike", "slots")}
    client.post("/__replay__/use?folder=pyconlike")

    after = {slot["id"] for slot in read_all(client, "pyconlike", "slots")}

    assert before
    assert after
    assert not before & after
