"""The stand-in's HTTP server on 127.0.0.1: the API, the browser library, the controls, and a page for people."""

import base64
import json
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

from sandbox.stripe.answering import handle
from sandbox.stripe.browser import CROSS_ORIGIN, browser_answer
from sandbox.stripe.control_http import control_answer
from sandbox.stripe.engine import Sandbox
from sandbox.stripe.messages import Request
from sandbox.stripe.pages import page_answer
from sandbox.stripe.reply import Reply

HOST = "127.0.0.1"
LARGEST_BODY = 1_000_000


class StripeServer(ThreadingHTTPServer):
    """A server with a ``sandbox``: use it in a `with` statement, or ``start`` and ``stop`` it."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256  # a thousand buyers at once

    def __init__(self, sandbox: Sandbox, port: int = 0, *, quiet: bool = True):
        super().__init__((HOST, port), Handler)
        self.sandbox = sandbox
        self.quiet = quiet

    @property
    def base_url(self) -> str:
        """The address without a trailing slash: what ``STRIPE_API_BASE`` wants."""
        return f"http://{HOST}:{self.server_port}"

    def start(self) -> Self:
        """Serve and deliver in threads of their own."""
        self.sandbox.webhooks.start()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self) -> None:
        """End all that ``start`` began."""
        self.shutdown()
        self.sandbox.webhooks.stop()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent about clients that hung up; anything else is a fault of ours and is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "stripe-sandbox"
    disable_nagle_algorithm = True  # small answers in two writes would wait for each other
    server: StripeServer

    def handle_request(self) -> None:
        """Answer a request of any method."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            self.send_reply(Reply.of_text("Too large.", status=413))
            return
        body = self.rfile.read(length).decode("utf-8", "replace")
        path = urlsplit(self.path).path
        if path.startswith("/v1/"):
            self.answer_api(path, body)
            return
        if self.headers.get("Host", "").partition(":")[0] not in (HOST, "localhost"):
            self.send_reply(Reply.of_text("Ask for 127.0.0.1.", status=403))  # another site's name that leads here
            return
        for answer in (browser_answer, control_answer, page_answer):
            if reply := answer(self.server, self.command, self.path, body, self.headers):
                self.send_reply(reply)
                return
        self.send_reply(Reply.of_text("Nothing is here.", status=404))

    do_GET = do_HEAD = do_POST = do_DELETE = do_PUT = do_PATCH = do_OPTIONS = handle_request  # noqa: N815

    def answer_api(self, path: str, body: str) -> None:
        """Answer a request to Stripe's API; a payment page may ask it from elsewhere."""
        if self.command == "OPTIONS":
            self.send_reply(Reply(204, b"", "text/plain", CROSS_ORIGIN))
            return
        answer = handle(
            self.server.sandbox,
            Request(
                method=self.command,
                path=path,
                form=body if self.command == "POST" else urlsplit(self.path).query,
                key=_key(self.headers.get("Authorization", "")),
                version=self.headers.get("Stripe-Version", ""),
                idempotency_key=self.headers.get("Idempotency-Key", ""),
                account_header=self.headers.get("Stripe-Account", ""),
                base_url=self.server.base_url,
            ),
        )
        if answer.is_cut:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        text = json.dumps(answer.document, indent=2).encode()
        self.send_reply(Reply(answer.status, text, "application/json", {**answer.headers, **CROSS_ORIGIN}))

    def send_reply(self, reply: Reply) -> None:
        """Send an answer."""
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """Write to the access log unless told to be quiet."""
        if not self.server.quiet:
            super().log_message(format, *args)


def _key(authorization: str) -> str:
    """Return the key of an ``Authorization`` header: as bearer, or as the user's name."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value).decode().partition(":")[0]
        except ValueError:
            return ""
    return value.strip() if scheme.lower() == "bearer" else ""
