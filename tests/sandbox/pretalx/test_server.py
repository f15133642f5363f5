import pytest
import requests

from tests.sandbox.pretalx.client import READ, SCHEDULE_ONLY

SUBMISSIONS = "/api/events/small/submissions/"


def test_anonymous_reader_and_token_get_their_own_answers(serve):
    client = serve("small")

    assert client.get(SUBMISSIONS).json()["count"] == 19
    assert client.get(SUBMISSIONS, headers=READ).json()["count"] == 24


def test_another_scheme_is_silently_anonymous(serve):
    bearer = {"Authorization": READ["Authorization"].replace("Token", "Bearer")}

    assert serve("small").get(SUBMISSIONS, headers=bearer).json()["count"] == 19


def test_an_unknown_token_is_refused(serve):
    answer = serve("small").get(SUBMISSIONS, headers={"Authorization": "Token wrong"})

    assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid token."})


def test_a_token_without_the_right_is_forbidden_at_every_page_size(serve):
    client = serve("small")

    assert client.get(SUBMISSIONS, headers=SCHEDULE_ONLY).status_code == 403
    assert client.get(f"{SUBMISSIONS}?page_size=250", headers=SCHEDULE_ONLY).status_code == 403
    assert client.get("/api/events/small/slots/?page_size=250", headers=SCHEDULE_ONLY).status_code == 200


def test_tags_are_closed_to_anonymous_readers_at_every_page_size(serve):
    client = serve("small")

    assert client.get("/api/events/small/tags/").status_code == 401
    assert client.get("/api/events/small/tags/?page_size=250").status_code == 401
    assert client.get("/api/events/small/tags/?page_size=250", headers=READ).json()["count"] == 3


def test_an_unknown_version_is_a_bad_request(serve):
    client = serve("small_2025.2_v1")

    assert client.get(SUBMISSIONS, headers={**READ, "Pretalx-Version": "v1"}).status_code == 200
    assert client.get(SUBMISSIONS, headers={**READ, "Pretalx-Version": "v2"}).status_code == 400


def test_the_old_format_is_answered_to_a_token_made_with_it(serve):
    client = serve("small")
    legacy = {"Authorization": f"Token {client.server.state.recordings['small'].tokens['legacy']}"}

    speaker = client.get("/api/events/small/speakers/?page_size=250", headers=legacy).json()["results"][0]

    assert "email" in speaker
    assert client.get("/api/events/small/slots/", headers=legacy).status_code == 400
    assert client.get("/api/events/small/slots/", headers={**READ, "Pretalx-Version": "LEGACY"}).status_code == 400


def test_addresses_in_answers_lead_back_to_the_server(serve):
    client = serve("pyconlike")

    page = client.get("/api/events/pyconlike/speakers/").json()

    assert page["next"].startswith(f"{client.base_url}/api/events/pyconlike/speakers/?page=2")
    portraits = [speaker["avatar_url"] for speaker in page["results"] if speaker["avatar_url"]]
    assert portraits
    for portrait in portraits:
        assert client.get(portrait.removeprefix(client.base_url)).headers["Content-Type"].startswith("image/")


@pytest.mark.parametrize("size", [7, 50, 250, 1000])
def test_following_next_finds_every_item_once(serve, size):
    client = serve("pyconlike")
    path, codes = f"/api/events/pyconlike/submissions/?page_size={size}", []

    while path:
        page = client.get(path).json()
        codes += [item["code"] for item in page["results"]]
        path = (page["next"] or "").removeprefix(client.base_url)

    assert len(codes) == len(set(codes)) == page["count"] == 271


def test_errors_may_be_html(serve):
    client = serve("small")

    for path in ("/api/events/nosuchevent/", "/api/events/small/talks/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"].startswith("text/html")


def test_what_was_not_recorded_says_so(serve):
    answer = serve("small").get("/api/events/small/rooms/?lang=fr")

    assert answer.status_code == 404
    assert answer.json()["replay"] == "not recorded"


def test_recordings_of_one_event_can_be_switched(serve):
    client = serve("pyconlike_before", "pyconlike")
    path = "/api/events/pyconlike/submissions/"
    before = client.get(path).json()["count"]

    switched = client.post("/__replay__/use?folder=pyconlike")

    assert switched.json()["active"] == {"pyconlike": "pyconlike"}
    assert (before, client.get(path).json()["count"]) == (273, 271)
    assert client.post("/__replay__/use?folder=nothing").status_code == 404


def test_different_events_are_served_side_by_side(serve):
    client = serve("small", "pyconlike")

    assert client.get("/api/events/small/rooms/").json()["count"] == 3
    assert client.get("/api/events/pyconlike/rooms/").json()["count"] == 12


def test_requests_are_counted_and_forgotten_on_reset(serve):
    client = serve("small")
    client.get(SUBMISSIONS, headers=READ)

    stats = client.get("/__replay__/stats").json()

    assert (stats["requests"], stats["served"]) == (1, 1)
    assert stats["log"] == [f"GET {SUBMISSIONS} [read]"]
    assert client.post("/__replay__/reset").json()["log"] == []


def test_head_sends_no_body(serve):
    client = serve("small")
    answer = requests.head(client.base_url + SUBMISSIONS, timeout=5)

    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) > 1000
    assert answer.content == b""
