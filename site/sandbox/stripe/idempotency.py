"""Idempotency keys: the same request gets the same answer, for a day."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sandbox.stripe.clock import Clock
from sandbox.stripe.errors import IDEMPOTENCY, StripeError, invalid

FORGOTTEN_AFTER = 24 * 3600
LONGEST = 255

Answer = tuple[int, Any]


@dataclass
class _Kept:
    fingerprint: str
    at: float
    answer: Answer | None = None


class Idempotency:
    """What was answered under which key; ``scope`` is the account and mode that a key belongs to."""

    def __init__(self, clock: Clock):
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], _Kept] = {}

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def in_use(self) -> bool:
        """Say whether a request is being done under any key."""
        with self._lock:
            return any(not kept.answer for kept in self._kept.values())

    @contextmanager
    def under(self, scope: str, key: str, fingerprint: str) -> Iterator["Slot"]:
        """Hold a key while its request is done; refuse other parameters, and a second request at the same moment.

        Whoever leaves without ``keep`` frees the key again: refused parameters are not remembered.
        """
        if len(key) > LONGEST:
            raise invalid(f"Idempotency keys may have at most {LONGEST} characters.", kind=IDEMPOTENCY)
        with self._lock:
            kept = self._kept.get((scope, key))
            if kept and kept.answer and self._clock.now() - kept.at >= FORGOTTEN_AFTER:
                kept = None
            if kept and kept.fingerprint != fingerprint:
                message = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                    f"Try using a key other than '{key}' if you meant to execute a different request."
                )
                raise StripeError(400, message, kind=IDEMPOTENCY)
            if kept and not kept.answer:
                message = (
                    f"There is currently another in-progress request using this Idempotent Key: {key}. "
                    "That probably means you submitted twice, and the other request is still going through. "
                    "Please try again later."
                )
                raise StripeError(409, message, kind=IDEMPOTENCY, code="idempotency_key_in_use")
            if not kept:
                kept = self._kept[scope, key] = _Kept(fingerprint, self._clock.now())
        try:
            yield Slot(kept)
        finally:
            with self._lock:
                if not kept.answer:
                    self._kept.pop((scope, key), None)


@dataclass
class Slot:
    """A key that is being held."""

    _kept: _Kept

    @property
    def replay(self) -> Answer | None:
        """The answer of the first request, if there was one."""
        return self._kept.answer

    def keep(self, status: int, document: Any) -> None:
        """Answer every repetition with this."""
        self._kept.answer = (status, document)
