"""What can go wrong between us and Pretalx, on demand.

Everything is counted over requests below ``/api/``; 0 switches a fault off.
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self


class Fault(StrEnum):
    """What happens to one request instead of a good answer."""

    FAIL = "fail"
    HTML = "html"
    DROP = "drop"


class Damage(StrEnum):
    """What happens to a good answer on its way."""

    SHORT = "short"
    BROKEN_JSON = "json"
    STALL = "stall"


DEFAULT_TRUNCATE_EVERY = 5


@dataclass(frozen=True)
class Options:
    """Faults and manners of a server.

    - ``latency``: milliseconds before every answer
    - ``fail_every``: each Nth request answers ``fail_status`` (0: 500 and 429 by turns); 429 and 503 say
      ``retry_after`` in seconds
    - ``fail_first``: the first N requests fail, then it recovers
    - ``html_every``: each Nth request answers an HTML page with status 200, as a captive portal or a
      maintenance page does
    - ``drop_every``: each Nth connection is closed without an answer
    - ``stall_every``: each Nth good answer stops half-way for ``stall_seconds``
    - ``truncate``: each Nth good answer is cut in half: ``truncate_how`` "short" closes the connection early, "json"
      sends broken JSON of the right length
    - ``empty``: that list ("rooms", "submissions", ...) is empty
    - ``unreleased``: no schedule was released yet: 401 for anonymous readers, no slots for tokens
    - ``quiet``: no access log
    """

    latency: int = 0
    fail_every: int = 0
    fail_first: int = 0
    fail_status: int = 0
    retry_after: int = 1
    html_every: int = 0
    drop_every: int = 0
    stall_every: int = 0
    stall_seconds: float = 60
    truncate: int = 0
    truncate_how: str = Damage.SHORT
    empty: str = ""
    unreleased: bool = False
    quiet: bool = False

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Make options from keywords; ``truncate=True`` means every fifth. An unknown name is an error."""
        unknown = values.keys() - {field.name for field in fields(cls)}
        if unknown:
            message = f"Unknown options: {', '.join(sorted(unknown))}"
            raise ValueError(message)
        if values.get("truncate") is True:
            values["truncate"] = DEFAULT_TRUNCATE_EVERY
        if values.get("truncate_how", Damage.SHORT) not in (Damage.SHORT, Damage.BROKEN_JSON):
            message = "truncate_how is short or json"
            raise ValueError(message)
        return cls(**values)

    def fault_of(self, number: int) -> Fault | None:
        """Say what happens to the request with that number (from 1)."""
        if number <= self.fail_first or _is_nth(number, self.fail_every):
            return Fault.FAIL
        if _is_nth(number, self.drop_every):
            return Fault.DROP
        if _is_nth(number, self.html_every):
            return Fault.HTML
        return None

    def damage_of(self, number: int) -> Damage | None:
        """Say what happens to the good answer with that number (from 1)."""
        if _is_nth(number, self.truncate):
            return Damage(self.truncate_how)
        if _is_nth(number, self.stall_every):
            return Damage.STALL
        return None

    def status_of_failure(self, number: int) -> int:
        """Return the status of the failure with that number (from 1)."""
        return self.fail_status or (500 if number % 2 else 429)


def _is_nth(number: int, every: int) -> bool:
    return bool(every) and number % every == 0
