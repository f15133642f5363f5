"""What goes wrong between the shop and Stripe, on demand."""

import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any


class Kind(StrEnum):
    """What happens to a request."""

    DROP_BEFORE = "drop_before"  # the connection is cut, nothing was done
    DROP_AFTER = "drop_after"  # it was done, then the connection is cut
    ERROR = "500"  # nothing was done, nothing is remembered
    STORED_ERROR = "500_stored"  # nothing was done, and the same idempotency key gets the same 500 again
    TOO_MANY = "429"  # nothing was done
    DELAY = "delay"  # it is done after some seconds; until then its idempotency key is in use


@dataclass
class Fault:
    """One plan: ``count`` requests of that method and path go wrong, after the first ``skip`` of them.

    ``path`` may hold ``*``; ``seconds`` is for delays.
    """

    kind: Kind
    method: str = "POST"
    path: str = "/v1/*"
    count: int = 1
    skip: int = 0
    seconds: float = 1.0
    happened: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.kind = Kind(self.kind)

    def meets(self, method: str, path: str) -> bool:
        """Say whether a request is meant, and count it."""
        if self.method not in ("*", method) or not fnmatchcase(path, self.path):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.happened >= self.count:
            return False
        self.happened += 1
        return True


class Faults:
    """All plans, in the order in which they were made; the first that meets a request decides."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plans: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Plan one more; return it, so that its ``happened`` can be looked at."""
        with self._lock:
            self._plans.append(fault)
        return fault

    def of(self, method: str, path: str) -> Fault | None:
        """Return what goes wrong with this request."""
        with self._lock:
            return next((plan for plan in self._plans if plan.meets(method, path)), None)

    def reset(self) -> None:
        """Plan nothing any more."""
        with self._lock:
            self._plans.clear()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter([asdict(plan) for plan in self._plans])
