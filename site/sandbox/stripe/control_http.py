"""The controls over HTTP: `POST /_sandbox/<name>` with a JSON object of arguments, and what is there by `GET`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from sandbox.stripe.controls import Controls
from sandbox.stripe.errors import StripeError
from sandbox.stripe.reply import Reply

if TYPE_CHECKING:
    from sandbox.stripe.server import StripeServer

PREFIX = "/_sandbox/"


def control_answer(
    server: "StripeServer", method: str, url: str, body: str, headers: Mapping[str, str]
) -> Reply | None:
    """Answer a control, or nothing when the address is none."""
    parts = urlsplit(url)
    if not parts.path.startswith(PREFIX):
        return None
    name = parts.path.removeprefix(PREFIX).strip("/")
    if method == "GET":
        known, given = _readings(server), dict(parse_qsl(parts.query))
    else:
        # A page of another site can send a form, but not this kind of content without being asked first.
        if headers.get("Content-Type", "").partition(";")[0] != "application/json":
            return Reply.of_json({"error": "Send a JSON object as application/json."}, status=415)
        known = actions(server)
        try:
            given = json.loads(body or "{}")
        except ValueError:
            return Reply.of_json({"error": "This is not JSON."}, status=400)
    if name not in known:
        return Reply.of_json({"error": f"There is no such control. There are: {', '.join(sorted(known))}"}, status=404)
    try:
        return Reply.of_json(_plain(known[name](**given)))
    except (TypeError, ValueError, LookupError, StripeError) as error:
        return Reply.of_json({"error": str(error)}, status=400)


def actions(server: "StripeServer") -> dict[str, Callable[..., Any]]:
    """Return everything that can be done, by name."""
    controls, webhooks = Controls(server.sandbox, server.base_url), server.sandbox.webhooks
    return {
        "account": lambda slug, **facts: keys(server.sandbox.accounts.make(slug, **facts)),
        "advance": controls.advance,
        "authenticate": controls.authenticate,
        "close_dispute": controls.close_dispute,
        "dashboard_refund": controls.dashboard_refund,
        "dispute": controls.dispute,
        "fault": controls.fault,
        "faults/clear": server.sandbox.faults.reset,
        "finish_refund": controls.finish_refund,
        "forget_errors": server.sandbox.journal.forget_errors,
        "pay": controls.pay,
        "reset": server.sandbox.reset,
        "settle": controls.settle,
        "webhooks/again": webhooks.again,
        "webhooks/delay": webhooks.delay,
        "webhooks/forge": webhooks.forge,
        "webhooks/hold": webhooks.hold,
        "webhooks/lose": webhooks.lose,
        "webhooks/release": webhooks.release,
        "webhooks/repeat": webhooks.repeat,
    }


def _readings(server: "StripeServer") -> dict[str, Callable[..., Any]]:
    controls, sandbox = Controls(server.sandbox, server.base_url), server.sandbox
    return {
        "accounts": lambda: [keys(each) for each in sandbox.accounts.by_slug.values()],
        "errors": sandbox.journal.errors,
        "faults": lambda: list(sandbox.faults),
        "objects": controls.objects,
        "requests": controls.requests,
        "webhooks": lambda kind="": sandbox.webhooks.deliveries(kind),
    }


def keys(account: Any) -> dict[str, str]:
    """Return what is to be typed into the conference's settings."""
    return {
        "slug": account.slug,
        "id": account.id,
        "secret_key": account.secret_key,
        "publishable_key": account.publishable_key,
        "restricted_key": account.restricted_key,
    }


def _plain(result: Any) -> Any:
    if is_dataclass(result) and not isinstance(result, type):
        return asdict(result)
    if isinstance(result, list):
        return [_plain(each) for each in result]
    return result if result is not None else {}
