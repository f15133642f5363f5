"""What one account has stored in one mode."""

import copy
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.stripe.accounts import Account
from sandbox.stripe.clock import Clock
from sandbox.stripe.errors import no_such
from sandbox.stripe.spec import spec

Document = dict[str, Any]
# Object name -> how its ids begin.
PREFIXES = {
    "balance_transaction": "txn", "charge": "ch", "customer": "cus", "dispute": "du", "event": "evt",
    "payment_intent": "pi", "payment_method": "pm", "refund": "re", "webhook_endpoint": "we",
}  # fmt: skip
# Objects that do not say whether they are live.
WITHOUT_MODE = ("balance_transaction", "refund")


@dataclass
class Numbers:
    """Makes ids: the same ones after every reset, unless ``seed`` differs."""

    seed: str = ""
    last: int = 0

    def new(self, prefix: str) -> str:
        """Return the next id, such as ``pi_3Sandbox000017``."""
        self.last += 1
        return f"{prefix}_3Sandbox{self.seed}{self.last:06d}"

    def token(self, purpose: str) -> str:
        """Return 24 characters that belong to that purpose."""
        return hashlib.sha256(f"{self.seed} {purpose}".encode()).hexdigest()[:24]


@dataclass
class Origin:
    """The request that causes an event; nothing when somebody acted in the dashboard."""

    request: str | None = None
    idempotency_key: str | None = None


@dataclass
class Ledger:
    """The objects of an account in one mode. ``facts`` are what Stripe knows of an object and does not show."""

    account: Account
    livemode: bool
    clock: Clock
    numbers: Numbers
    publish: Callable[["Ledger", Document], None]
    objects: dict[str, dict[str, Document]] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)

    def new(self, kind: str, **fields: Any) -> Document:
        """Store and return a new object with id, time and mode."""
        document = {
            "id": self.numbers.new(PREFIXES[kind]),
            "object": kind,
            "created": self.clock.stamp(),
            **({} if kind in WITHOUT_MODE else {"livemode": self.livemode}),
            **fields,
        }
        self.objects.setdefault(kind, {})[document["id"]] = document
        return document

    def get(self, kind: str, identifier: str, param: str = "id") -> Document:
        """Return an object; refuse an id that is not of this account and mode."""
        found = self.objects.get(kind, {}).get(identifier)
        if not found:
            raise no_such(kind, identifier, param)
        return found

    def all(self, kind: str) -> list[Document]:
        """Return the objects of a kind, the newest first."""
        return list(reversed(self.objects.get(kind, {}).values()))

    def where(self, kind: str, **fields: Any) -> list[Document]:
        """Return the objects of a kind with these values, the newest first."""
        return [each for each in self.all(kind) if all(each.get(name) == value for name, value in fields.items())]

    def know(self, document: Document) -> dict[str, Any]:
        """Return the hidden facts of an object, to read and to change."""
        return self.facts.setdefault(document["id"], {})

    def emit(self, kind: str, document: Document, previous: Document | None = None) -> None:
        """Tell what happened to an object, as it is now; ``previous`` are the values of changed fields."""
        data: Document = {"object": copy.deepcopy(document)}
        if previous:
            data["previous_attributes"] = previous
        event = self.new(
            "event",
            api_version=spec().version,
            data=data,
            pending_webhooks=0,
            request={"id": self.origin.request, "idempotency_key": self.origin.idempotency_key},
            type=kind,
        )
        self.publish(self, event)

    def change(self, document: Document, **fields: Any) -> Document:
        """Set fields and return what they were, for ``emit``."""
        previous = {name: document.get(name) for name, value in fields.items() if document.get(name) != value}
        document.update(fields)
        return previous


def merge_metadata(document: Document, given: Any) -> None:
    """Change an object's metadata as Stripe does: an empty text removes a name, an empty whole removes all."""
    kept = {} if given == "" else dict(document.get("metadata") or {})
    for name, value in (given or {}).items():
        if value == "":
            kept.pop(name, None)
        else:
            kept[name] = value
    document["metadata"] = kept


def newest(documents: Iterable[Document]) -> Document | None:
    """Return the first of documents that come newest first."""
    return next(iter(documents), None)
