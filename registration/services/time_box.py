"""Jobs that ask other servers one thing after another end in time, so that those behind them get their turn."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
SECONDS = 90


def in_time(items: Iterable[Item], *, seconds: float = SECONDS) -> Iterator[Item]:
    """Yield the items as long as there is time; what is left is for the next round."""
    end = time.monotonic() + seconds
    for item in items:
        if time.monotonic() > end:
            return
        yield item
