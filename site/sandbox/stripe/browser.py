"""The browser library's files, and the end of 3-D Secure that its dialog or the bank's page asks for."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from sandbox.stripe import attempts
from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.intent_shape import public_view
from sandbox.stripe.ledger import Document
from sandbox.stripe.reply import Reply

if TYPE_CHECKING:
    from sandbox.stripe.server import StripeServer

LIBRARY = Path(__file__).with_name("library")
FILES = {
    "/v3": ("stripe.js", "text/javascript; charset=utf-8"),
    "/v3/": ("stripe.js", "text/javascript; charset=utf-8"),
    "/v3/element.html": ("element.html", "text/html; charset=utf-8"),
    "/v3/element.js": ("element.js", "text/javascript; charset=utf-8"),
    "/v3/element.css": ("element.css", "text/css; charset=utf-8"),
}
POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'",
    "Cache-Control": "no-cache",
}
CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Stripe-Version",
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Expose-Headers": "Request-Id",
}
BANK = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Your bank</title><link rel="stylesheet" href="/_page.css"></head>
<body><main><h1>Confirm that it is you</h1>
<p>A real bank would ask for its app or a code here. Choose how this test goes on.</p>
<form method="post">
<input type="hidden" name="payment_intent" value="{id}"><input type="hidden" name="client_secret" value="{secret}">
<button name="outcome" value="complete">Complete authentication</button>
<button name="outcome" value="fail">Fail authentication</button>
</form></main></body></html>
"""


def browser_answer(
    server: "StripeServer", method: str, url: str, body: str, headers: Mapping[str, str]
) -> Reply | None:
    """Answer what belongs to the browser library, or nothing."""
    path = urlsplit(url).path
    if method in ("GET", "HEAD") and path in FILES:
        name, kind = FILES[path]
        return Reply(200, (LIBRARY / name).read_bytes(), kind, POLICY)
    if path != "/v3/authenticate":
        return None
    if method == "OPTIONS":
        return Reply(204, b"", "text/plain", CROSS_ORIGIN)
    given = dict(parse_qsl(body if method == "POST" else urlsplit(url).query))
    if method == "GET":
        shown = {"id": given.get("payment_intent", ""), "secret": given.get("payment_intent_client_secret", "")}
        return Reply.of_text(
            BANK.format(**{name: escape(value) for name, value in shown.items()}), kind="text/html; charset=utf-8"
        )
    try:
        intent, return_url = _authenticate(server, given)
    except StripeError as error:
        return _open(Reply.of_json(error.document, status=error.status))
    if headers.get("Authorization"):
        return _open(Reply.of_json(public_view(intent)))
    arrival = urlencode({
        "payment_intent": intent["id"],
        "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if intent["status"] == "succeeded" else "failed",
    })  # fmt: skip
    return Reply(303, b"", "text/plain", {"Location": f"{return_url}{'&' if '?' in return_url else '?'}{arrival}"})


def _authenticate(server: "StripeServer", given: Mapping[str, str]) -> tuple[Document, str]:
    """End 3-D Secure for whoever knows the PaymentIntent's secret; return the intent and where the buyer came from."""
    with server.sandbox.lock:
        try:
            ledger, intent = server.sandbox.find("payment_intent", given.get("payment_intent", ""))
        except LookupError as error:
            raise invalid(str(error), code="resource_missing", status=404) from error
        if given.get("client_secret") != intent["client_secret"]:
            raise invalid("The client_secret does not match.", param="client_secret")
        return_url = ledger.know(intent).get("return_url") or "/"
        return dict(attempts.authenticate(ledger, intent, succeeds=given.get("outcome") == "complete")), return_url


def _open(reply: Reply) -> Reply:
    return Reply(reply.status, reply.body, reply.kind, CROSS_ORIGIN)
