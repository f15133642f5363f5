"""A stranger's address never leads into our own network, and a redirect leads nowhere."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from conference.pretalx.client import PretalxClient
from conference.pretalx.download import LARGEST, Downloader, DownloadError, public_address


@contextmanager
def serving(status=200, headers=None, body=b"picture"):
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append({"path": self.path, **self.headers})
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


def downloader(base="https://pretalx.example"):
    return Downloader(PretalxClient(base_url=base, event="camp", token="secret"))


def resolving(monkeypatch, *numbers):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80)) for number in numbers]
    monkeypatch.setattr("conference.pretalx.download.socket.getaddrinfo", lambda *_args, **_options: rows)


def test_a_picture_of_pretalx_s_own_server_is_fetched_without_the_token():
    with serving() as (base, seen):
        assert downloader(base).fetch(f"{base}/media/a.webp") == b"picture"
    assert seen[0]["path"] == "/media/a.webp"
    assert "Authorization" not in seen[0]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104 - nobody binds to it here
        "100.64.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "224.0.0.1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_numbers_inside_a_network_are_refused(monkeypatch, number):
    resolving(monkeypatch, number)
    with pytest.raises(DownloadError, match="public Internet"):
        public_address("pictures.example", 80)


def test_one_private_number_among_public_ones_is_refused(monkeypatch):
    resolving(monkeypatch, "93.184.215.14", "10.0.0.1")
    with pytest.raises(DownloadError):
        public_address("pictures.example", 80)


def test_a_public_host_is_accepted(monkeypatch):
    resolving(monkeypatch, "2606:2800:21f::1", "93.184.215.14")
    assert public_address("pictures.example", 80) == "93.184.215.14"


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f000001", "127.1"])
def test_names_of_this_machine_are_refused_whatever_they_look_like(name):
    with serving() as (base, seen):
        port = base.rsplit(":", 1)[1]
        with pytest.raises(DownloadError):
            downloader().fetch(f"http://{name}:{port}/media/a.webp")
    assert seen == []


def test_another_host_is_asked_at_the_number_that_was_checked(monkeypatch):
    with serving() as (base, seen):
        port = base.rsplit(":", 1)[1]
        monkeypatch.setattr("conference.pretalx.download.public_address", lambda _host, _port: "127.0.0.1")
        assert downloader().fetch(f"http://pictures.example:{port}/a.png?size=2") == b"picture"
    assert seen[0]["path"] == "/a.png?size=2"
    assert seen[0]["Host"] == f"pictures.example:{port}"
    assert "Authorization" not in seen[0]


@pytest.mark.parametrize("own", [True, False], ids=["Pretalx itself", "another host"])
def test_a_redirect_is_not_followed(monkeypatch, own):
    with serving() as (secret, visited), serving(302, {"Location": f"{secret}/internal"}) as (base, _seen):
        monkeypatch.setattr("conference.pretalx.download.public_address", lambda _host, _port: "127.0.0.1")
        with pytest.raises(DownloadError, match="answered 302"):
            downloader(base if own else "https://pretalx.example").fetch(f"{base}/a.png")
    assert visited == []


def test_a_file_that_is_too_large_is_not_read_to_its_end():
    with serving(body=b"x" * (LARGEST + 1)) as (base, _seen), pytest.raises(DownloadError, match="too large"):
        downloader(base).fetch(f"{base}/a.png")


@pytest.mark.parametrize(
    "address", ["ftp://x/a", "file:///etc/passwd", "https://me:secret@pictures.example/a", "http://", "http://[bad"]
)
def test_what_is_no_web_address_is_refused(address):
    with pytest.raises(DownloadError):
        downloader().fetch(address)


def test_an_encrypted_host_must_prove_its_name(monkeypatch):
    monkeypatch.setattr("conference.pretalx.download.public_address", lambda _host, _port: "127.0.0.1")
    with serving() as (base, seen):
        port = base.rsplit(":", 1)[1]
        with pytest.raises(DownloadError, match="SSLError"):
            downloader().fetch(f"https://pictures.example:{port}/a.png")
    assert seen == []
