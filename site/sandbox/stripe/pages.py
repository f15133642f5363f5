"""The page for people at `/`: what is there, with buttons for what a buyer, a bank or the dashboard would do."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from django.template.loader import render_to_string

from sandbox.stripe.control_http import actions
from sandbox.stripe.errors import StripeError
from sandbox.stripe.overview import overview
from sandbox.stripe.reply import Reply

if TYPE_CHECKING:
    from sandbox.stripe.server import StripeServer

STYLE = Path(__file__).with_name("library") / "page.css"
HTML = "text/html; charset=utf-8"
POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
# Button -> the control, with the arguments that the button stands for.
BUTTONS: dict[str, tuple[str, dict[str, Any]]] = {
    "settle": ("settle", {"succeeds": True}),
    "fail": ("settle", {"succeeds": False}),
    "authenticate": ("authenticate", {"succeeds": True}),
    "fail-authentication": ("authenticate", {"succeeds": False}),
    "refund": ("dashboard_refund", {}),
    "dispute": ("dispute", {}),
    "win": ("close_dispute", {"won": True}),
    "lose": ("close_dispute", {"won": False}),
    "arrive": ("finish_refund", {"succeeds": True}),
    "return": ("finish_refund", {"succeeds": False}),
    "again": ("webhooks/again", {}),
    "hold": ("webhooks/hold", {}),
    "release": ("webhooks/release", {}),
    "release-reversed": ("webhooks/release", {"reverse": True}),
    "lose-next": ("webhooks/lose", {}),
    "repeat": ("webhooks/repeat", {}),
    "advance": ("advance", {}),
    "fault": ("fault", {}),
    "clear-faults": ("faults/clear", {}),
    "reset": ("reset", {}),
    "account": ("account", {}),
}
NUMBERS = ("amount", "count", "copies", "seconds")


def page_answer(server: "StripeServer", method: str, url: str, body: str, headers: Mapping[str, str]) -> Reply | None:
    """Answer the page, its style, or one of its buttons; nothing when the address is none of them."""
    path = urlsplit(url).path
    if method in ("GET", "HEAD") and path == "/":
        return page(server)
    if method in ("GET", "HEAD") and path == "/_page.css":
        return Reply(200, STYLE.read_bytes(), "text/css; charset=utf-8")
    if method == "POST" and path.startswith("/do/"):
        if headers.get("Origin", server.base_url) not in (
            server.base_url,
            server.base_url.replace("127.0.0.1", "localhost"),
        ):
            return Reply.of_text("Only this page's own buttons count.", status=403)
        return _press(server, path.removeprefix("/do/"), body)
    return None


def page(server: "StripeServer", problem: str = "") -> Reply:
    """Return the page, with what went wrong with the last button."""
    facts = {**overview(server.sandbox), "problem": problem, "base_url": server.base_url}
    return Reply(
        200 if not problem else 400, render_to_string("sandbox/stripe/overview.html", facts).encode(), HTML, POLICY
    )


def _press(server: "StripeServer", button: str, body: str) -> Reply:
    if button not in BUTTONS:
        return Reply.of_text("There is no such button.", status=404)
    name, fixed = BUTTONS[button]
    given = {key: values[0] for key, values in parse_qs(body).items()}
    act: Callable[..., Any] = partial(actions(server)[name], **fixed)
    try:
        act(**{key: _number(value) if key in NUMBERS else value for key, value in given.items()})
    except (TypeError, ValueError, LookupError, StripeError) as error:
        return page(server, problem=str(error))
    return Reply(303, b"", "text/plain", {"Location": "/"})


def _number(text: str) -> float:
    return int(text) if text.isdigit() else float(text)
