import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from conference.pretalx.errors import (
    BrokenAnswerError,
    ForeignAddressError,
    NotPretalxError,
    ServerFailedError,
    ThrottledError,
    TooLargeError,
    UnreachableError,
)
from conference.pretalx.transport import Limits, Transport, seconds_to_wait

JSON = {"Content-Type": "application/json"}


@contextmanager
def answering(*answers):
    """A server that gives these (status, headers, body) answers in turn, the last one for ever; yields (url, requests)."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = answers[min(len(seen), len(answers) - 1)]
            seen.append(dict(self.headers))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/", seen
    finally:
        server.shutdown()
        server.server_close()


def transport(pauses=None, **limits):
    pauses = [] if pauses is None else pauses
    return Transport(token="secret-token", limits=Limits(read_timeout=1, **limits), sleep=pauses.append)


def test_a_good_answer_is_parsed_and_asked_for_with_the_word_token():
    with answering((200, JSON, b'{"a": 1}')) as (url, seen):
        answer = transport().get(url)
    assert (answer.status, answer.content) == (200, {"a": 1})
    assert seen[0]["Authorization"] == "Token secret-token"


def test_without_a_token_a_netrc_file_is_not_used_instead(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hidden")
    monkeypatch.setenv("NETRC", str(netrc))
    with answering((200, JSON, b"{}")) as (url, seen):
        Transport(sleep=[].append).get(url)
    assert "Authorization" not in seen[0]


def test_no_version_is_asked_for_unless_it_is_configured():
    with answering((200, JSON, b"{}")) as (url, seen):
        Transport().get(url)
        Transport(version="v2").get(url)
    assert "Pretalx-Version" not in seen[0]
    assert seen[1]["Pretalx-Version"] == "v2"


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_passing_failure_is_tried_again_with_growing_pauses(status):
    pauses = []
    with answering((status, {}, b"<h1>"), (status, {}, b""), (200, JSON, b"[]")) as (url, seen):
        assert transport(pauses).get(url).content == []
    assert pauses == [0.5, 1.0]
    assert len(seen) == 3


def test_retry_after_sets_the_pause():
    pauses = []
    with answering((429, {"Retry-After": "7"}, b""), (200, JSON, b"[]")) as (url, _seen):
        transport(pauses).get(url)
    assert pauses == [7.0]


def test_a_pause_that_is_too_long_is_not_made():
    pauses = []
    with answering((429, {"Retry-After": "3600"}, b"")) as (url, seen), pytest.raises(ThrottledError):
        transport(pauses).get(url)
    assert pauses == []
    assert len(seen) == 1


@pytest.mark.parametrize(("status", "error"), [(500, ServerFailedError), (429, ThrottledError)])
def test_a_lasting_failure_ends_after_five_attempts(status, error):
    with answering((status, {}, b"")) as (url, seen), pytest.raises(error):
        transport().get(url)
    assert len(seen) == 5


@pytest.mark.parametrize(
    "broken",
    [(200, JSON, b'{"results": [1, 2'), (200, {**JSON, "Content-Length": "500"}, b'{"results": []}')],
    ids=["json cut", "connection cut"],
)
def test_a_cut_answer_is_tried_again_and_never_used(broken):
    with answering(broken, (200, JSON, b'{"whole": true}')) as (url, _seen):
        assert transport().get(url).content == {"whole": True}
    with answering(broken) as (url, seen), pytest.raises(BrokenAnswerError):
        transport().get(url)
    assert len(seen) == 5


def test_a_web_page_with_status_200_is_no_data():
    with answering((200, {"Content-Type": "text/html"}, b"<html>{}")) as (url, seen), pytest.raises(NotPretalxError):
        transport().get(url)
    assert len(seen) == 1


def test_a_web_page_with_an_error_status_is_not_parsed():
    with answering((404, {"Content-Type": "text/html"}, b'{"detail": "no"}')) as (url, _seen):
        answer = transport().get(url)
    assert (answer.status, answer.is_json, answer.detail) == (404, False, "")


def test_an_answer_that_never_ends_is_not_read():
    with answering((200, JSON, b"[" + b"1," * 5000 + b"1]")) as (url, seen), pytest.raises(TooLargeError):
        transport(answer_bytes=5000).get(url)
    assert len(seen) == 1


def test_deeply_nested_json_is_a_broken_answer():
    with answering((200, JSON, b"[" * 100_000)) as (url, _seen), pytest.raises(BrokenAnswerError):
        transport(attempts=1).get(url)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_told_and_not_followed(status):
    with (
        answering((200, JSON, b"[]")) as (_elsewhere, others),
        answering((status, {"Location": "https://other.example/api/?x=1"}, b"")) as (url, _seen),
        pytest.raises(ForeignAddressError, match=r"https://other\.example/api/"),
    ):
        transport().get(url)
    assert others == []


def test_nobody_listening_is_one_clear_sentence():
    with answering((200, JSON, b"[]")) as (url, _seen):
        pass
    with pytest.raises(UnreachableError, match="cannot be reached"):
        transport().get(url)


def test_silence_ends_after_the_time_limit():
    with (
        answering((200, {**JSON, "Content-Length": "50"}, b"[")) as (url, _seen),
        pytest.raises((UnreachableError, BrokenAnswerError)),
    ):
        transport(attempts=1).get(url)


@pytest.mark.parametrize("text", ["", "soon", "Fri, 99 Foo 2026", "1.5.2"])
def test_an_unreadable_retry_after_is_ignored(text):
    assert seconds_to_wait(text) is None


def test_retry_after_may_be_a_date():
    moment = datetime.now(UTC) + timedelta(seconds=30)
    assert 25 < seconds_to_wait(format_datetime(moment, usegmt=True)) <= 30
    assert seconds_to_wait(format_datetime(moment - timedelta(days=1), usegmt=True)) == 0
    assert seconds_to_wait("-5") == 0
