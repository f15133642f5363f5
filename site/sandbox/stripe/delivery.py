"""One attempt to deliver an event, and how it travels."""

import http.client
import ipaddress
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sandbox.stripe.ledger import Document, Ledger
from sandbox.stripe.signing import signature

TIMEOUT = 30
# Sends a body to an address and returns the status of the answer; 0 when there was none.
Transport = Callable[[str, str, Mapping[str, str]], int]


@dataclass(eq=False)
class Delivery:
    """An event on its way to an endpoint; ``statuses`` are the answers of all attempts (0: no answer, or lost).

    ``due`` is the clock's time of the next attempt; ``is_over`` says that there is none.
    """

    ledger: Ledger = field(repr=False)
    event: Document = field(repr=False)
    endpoint: Document = field(repr=False)
    due: float = 0.0
    statuses: list[int] = field(default_factory=list)
    is_over: bool = False

    @property
    def is_delivered(self) -> bool:
        """Whether the last attempt was answered well."""
        return bool(self.statuses) and 200 <= self.statuses[-1] < 300

    def report(self) -> "Delivered":
        """Return what a test or a person wants to know of it."""
        return Delivered(
            event=self.event["id"],
            type=self.event["type"],
            object=self.event["data"]["object"]["id"],
            account=self.ledger.account.slug,
            url=self.endpoint["url"],
            statuses=tuple(self.statuses),
            is_over=self.is_over,
        )


@dataclass(frozen=True)
class Delivered:
    """What became of an event: ids, the address, and the answers of all attempts, the first in front."""

    event: str
    type: str
    object: str
    account: str
    url: str
    statuses: tuple[int, ...]
    is_over: bool

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def packed(
    delivery: Delivery, *, at: int, secret: str = "", changes: Mapping[str, Any] | None = None
) -> tuple[str, dict]:
    """Return body and headers of an attempt at that time; ``secret`` and ``changes`` make a forgery of it."""
    ledger, endpoint = delivery.ledger, delivery.endpoint
    version = endpoint["api_version"] or delivery.event["api_version"]
    event = {**delivery.event, "api_version": version, **(changes or {})}
    body = json.dumps(event, indent=2)
    secret = secret or ledger.facts[endpoint["id"]]["secret"]
    return body, {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signature(body, secret, at),
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    }


def send(url: str, body: str, headers: Mapping[str, str]) -> int:
    """Post to an address of this machine and return the status; any other is never asked."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "http" or not is_here(host):
        return 0
    connection = http.client.HTTPConnection(
        "127.0.0.1" if host.endswith("localhost") else host, parts.port, timeout=TIMEOUT
    )
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request("POST", path, body.encode(), {**headers, "Host": parts.netloc})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
    return answer.status


def is_here(host: str) -> bool:
    """Say whether a host is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
