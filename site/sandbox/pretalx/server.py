"""An HTTP server on 127.0.0.1 that answers as Pretalx would.

In tests::

    server = make_server(["tests/recordings/small"], fail_every=3)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    base_url = server.base_url

Controls, not part of Pretalx: ``GET /__replay__/stats``, ``POST /__replay__/reset``, and
``POST /__replay__/use?folder=NAME`` to switch between recordings of one event.
"""

import socket
import time
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sandbox.pretalx.faults import Damage, Fault, Options
from sandbox.pretalx.recording import BAD_TOKEN, Answer, Params, Recording
from sandbox.pretalx.state import State
from sandbox.pretalx.unreleased import NOTHING, answer_unreleased

CONTROL = "/__replay__/"
REWRITTEN_TYPES = ("json", "xml", "text", "calendar")
OWN_HEADERS = ("content-length", "connection", "transfer-encoding")
HTML = {"Content-Type": "text/html; charset=utf-8"}
SERVER_ERROR = b"<!doctype html><title>Server Error (500)</title>"
MAINTENANCE = b"<!doctype html><title>Back soon</title><p>This server is being looked after.</p>"


class PretalxServer(ThreadingHTTPServer):
    """A server with a ``state``; stop it with ``shutdown()`` and ``server_close()``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, state: State):
        super().__init__(("127.0.0.1", port), Handler)
        self.state = state

    @property
    def base_url(self) -> str:
        """The address without a trailing slash: what ``PRETALX_BASE_URL`` wants."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that hung up: with the faults here they do so on purpose."""


def make_server(recordings: Iterable[Recording | str | Path], port: int = 0, **options: Any) -> PretalxServer:
    """Return a server of recordings or folders of recordings; port 0 takes a free one.

    Of several recordings of one event the first is active. The keywords are those of ``Options``.
    """
    loaded = [item if isinstance(item, Recording) else Recording.load(item) for item in recordings]
    return PretalxServer(port, State(loaded, Options.of(**options)))


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "pretalx-sandbox"
    server: PretalxServer

    def handle_request(self) -> None:
        """Answer a request of any method."""
        url = urlsplit(self.path)
        if length := int(self.headers.get("Content-Length") or 0):
            self.rfile.read(length)
        state = self.server.state
        if url.path.startswith(CONTROL):
            self.control(url.path.removeprefix(CONTROL).strip("/"), dict(parse_qsl(url.query)))
            return
        if state.options.latency:
            time.sleep(state.options.latency / 1000)
        recording = state.pick(url.path)
        identity = recording.identify(
            self.headers.get("Authorization", ""), version=self.headers.get("Pretalx-Version", "")
        )
        is_api = url.path.startswith("/api/")
        if is_api:
            number = state.count("requests")
            state.note(f"{self.command} {self.path} [{identity}]")
            if fault := state.options.fault_of(number):
                self.fail(fault)
                return
        params = parse_qsl(url.query, keep_blank_values=True)
        answer = self.refusal(recording, identity) if is_api else None
        answer = answer or self.find(recording, url.path, params, identity)
        is_good = is_api and answer.status < 400
        damage = state.options.damage_of(state.count("served")) if is_good else None
        if damage:
            state.count("damaged")
        self.send(answer, recording.base, damage)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_request  # noqa: N815

    def control(self, action: str, params: Mapping[str, str]) -> None:
        """Answer one of the server's own addresses."""
        state = self.server.state
        known = state.use(params.get("folder", "")) if action == "use" else True
        if action == "reset":
            state.reset()
        self.send(Answer.of_json(state.as_dict(), status=200 if known else 404))

    def fail(self, fault: Fault) -> None:
        """Answer with a fault, or not at all."""
        state = self.server.state
        failures = state.count("failed")
        if fault is Fault.DROP:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if fault is Fault.HTML:
            self.send(Answer(200, HTML, MAINTENANCE))
            return
        status = state.options.status_of_failure(failures)
        if status in (429, 503):
            headers = {"Retry-After": str(state.options.retry_after)}
            self.send(Answer.of_json({"detail": "Request was throttled."}, status=status, headers=headers))
        else:
            self.send(Answer(status, HTML, SERVER_ERROR))

    def refusal(self, recording: Recording, identity: str) -> Answer | None:
        """Refuse a wrong token and an unknown version of the API."""
        if identity == BAD_TOKEN:
            return Answer.of_json({"detail": "Invalid token."}, status=401, headers={"WWW-Authenticate": "Token"})
        version = self.headers.get("Pretalx-Version", "")
        if version and version not in recording.versions:
            return Answer.of_json({"detail": "API version not supported."}, status=400)
        return None

    def find(self, recording: Recording, path: str, params: Params, identity: str) -> Answer:
        """Find the answer; what nobody recorded is a 404 that says so."""
        options = self.server.state.options
        if options.empty and path == f"{recording.root}{options.empty}/":
            return Answer.of_json(NOTHING)
        if options.unreleased and (answer := answer_unreleased(recording, path, params, identity)):
            return answer
        method = "GET" if self.command == "HEAD" else self.command
        if answer := recording.find(method, path, params, identity):
            return answer
        self.server.state.count("missed")
        explanation = {
            "replay": "not recorded",
            "path": path,
            "query": params,
            "auth": identity,
            "recorded_queries_for_this_path": recording.recorded_queries(path, identity)[:40],
        }
        return Answer.of_json(explanation, status=404)

    def send(self, answer: Answer, recorded_base: str = "", damage: Damage | None = None) -> None:
        """Send an answer with the recording's address replaced by this server's."""
        body = answer.read()
        own_base = f"http://{self.headers.get('Host', 'localhost')}"
        if recorded_base and any(kind in answer.headers.get("Content-Type", "") for kind in REWRITTEN_TYPES):
            body = body.replace(recorded_base.encode(), own_base.encode())
        sent = body[: len(body) // 2] if damage else body
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in OWN_HEADERS:
                self.send_header(name, value.replace(recorded_base, own_base) if recorded_base else value)
        self.send_header("Content-Length", str(len(sent) if damage is Damage.BROKEN_JSON else len(body)))
        if damage:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(sent)
        if damage is Damage.STALL:
            self.wfile.flush()
            time.sleep(self.server.state.options.stall_seconds)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Write to the access log unless told to be quiet."""
        if not self.server.state.options.quiet:
            super().log_message(format, *args)
