import pytest
import requests

from sandbox.pretalx.faults import Options
from tests.sandbox.pretalx.client import READ

ROOMS = "/api/events/small/rooms/"


def statuses(client, count):
    return [client.get(ROOMS).status_code for _ in range(count)]


def test_without_a_fault_every_request_is_answered(serve):
    assert statuses(serve(), 6) == [200] * 6


def test_each_nth_request_fails_by_turns_with_500_and_429(serve):
    client = serve(fail_every=2, retry_after=7)

    assert statuses(client, 4) == [200, 500, 200, 429]
    client.post("/__replay__/reset")
    client.get(ROOMS)
    client.get(ROOMS)
    client.get(ROOMS)
    assert client.get(ROOMS).headers["Retry-After"] == "7"


def test_the_first_requests_fail_with_a_chosen_status_then_it_recovers(serve):
    assert statuses(serve(fail_first=2, fail_status=503), 4) == [503, 503, 200, 200]


def test_html_may_come_with_status_200(serve):
    client = serve(html_every=2)

    assert client.get(ROOMS).json()["count"] == 3
    answer = client.get(ROOMS)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_connection_may_be_dropped(serve):
    client = serve(drop_every=2)

    assert client.get(ROOMS).status_code == 200
    with pytest.raises(requests.ConnectionError):
        client.get(ROOMS)
    assert client.get(ROOMS).status_code == 200


def test_an_answer_may_stop_half_way(serve):
    client = serve(stall_every=1, stall_seconds=1)

    with pytest.raises((requests.ConnectionError, requests.ReadTimeout)):
        client.get(ROOMS, timeout=0.2)


def test_an_answer_may_be_cut_short(serve):
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        serve(truncate=1).get(ROOMS)


def test_json_may_be_broken(serve):
    answer = serve(truncate=1, truncate_how="json").get(ROOMS)

    assert answer.status_code == 200
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_a_list_may_be_empty_and_others_are_not(serve):
    client = serve(empty="submissions")

    assert client.get("/api/events/small/submissions/").json()["count"] == 0
    assert client.get("/api/events/small/speakers/").json()["count"] == 18


def test_an_answer_may_be_slow(serve):
    with pytest.raises(requests.ReadTimeout):
        serve(latency=800).get(ROOMS, timeout=0.1)


def test_without_a_release_anonymous_readers_see_the_event_alone(serve):
    client = serve(unreleased=True)

    assert client.get("/api/events/small/").status_code == 200
    for endpoint in ("rooms", "speakers", "submissions", "slots", "tracks"):
        assert client.get(f"/api/events/small/{endpoint}/").status_code == 401


def test_without_a_release_a_token_sees_people_and_no_slots(serve):
    client = serve(unreleased=True)

    def count(endpoint):
        return client.get(f"/api/events/small/{endpoint}/?page_size=250", headers=READ).json()["count"]

    assert {name: count(name) for name in ("submissions", "speakers", "slots")} == {
        "submissions": 24,
        "speakers": 18,
        "slots": 0,
    }
    schedules = client.get("/api/events/small/schedules/", headers=READ).json()["results"]
    assert [schedule["version"] for schedule in schedules] == ["wip"]
    assert client.get("/api/events/small/schedules/latest/", headers=READ).status_code == 404


def test_unknown_options_are_an_error():
    with pytest.raises(ValueError, match="fail_often"):
        Options.of(fail_often=3)
    with pytest.raises(ValueError, match="truncate_how"):
        Options.of(truncate_how="wide")


def test_truncate_as_a_flag_means_every_fifth():
    assert Options.of(truncate=True).truncate == 5
