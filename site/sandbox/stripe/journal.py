"""The log of requests, with what was wrong in each."""

import re
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

LENGTH = 5000
CARD_NUMBER = re.compile(r"\b\d{8,15}(\d{4})\b")


@dataclass
class Entry:
    """One request. ``errors`` are breaches of Stripe's document by the request or by our answer."""

    id: str
    at: int
    method: str
    path: str
    account: str = ""
    key: str = ""
    idempotency_key: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    status: int = 0
    fault: str = ""
    replayed: bool = False
    errors: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


class Journal:
    """The newest requests; the oldest are forgotten first, their errors are not."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.entries: deque[Entry] = deque(maxlen=LENGTH)
        self._errors: list[str] = []

    def write(self, entry: Entry) -> None:
        """Record a request that is over."""
        entry.params = masked(entry.params)
        with self._lock:
            self.entries.append(entry)
            self._errors += [f"{entry.method} {entry.path}: {error}" for error in entry.errors]

    def complain(self, text: str) -> None:
        """Record a breach that belongs to no request, such as an event's."""
        with self._lock:
            self._errors.append(text)

    def errors(self) -> list[str]:
        """Return all breaches since the last time they were forgotten."""
        with self._lock:
            return list(self._errors)

    def forget_errors(self) -> list[str]:
        """Return all breaches and start anew: for tests that break the document on purpose."""
        with self._lock:
            found, self._errors = self._errors, []
        return found

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self.entries.clear()
            self._errors = []


def masked(value: Any) -> Any:
    """Return parameters without card and account numbers."""
    if isinstance(value, Mapping):
        return {name: "•••" if name == "cvc" else masked(item) for name, item in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    return CARD_NUMBER.sub(r"•••• \1", value) if isinstance(value, str) else value
