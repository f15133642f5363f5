"""Where a moment lies to a span of time, such as that of a sale, a voucher or a discount."""

import datetime as dt
from enum import Enum


class Window(Enum):
    """Where a moment lies to a span of time."""

    BEFORE = "before"
    OPEN = "open"
    OVER = "over"


def window_at(now: dt.datetime, *, start: dt.datetime | None, end: dt.datetime | None) -> Window:
    """Return where `now` lies to a span whose first and last moment belong to it; `None` is no such moment."""
    if end is not None and end < now:
        return Window.OVER
    if start is not None and now < start:
        return Window.BEFORE
    return Window.OPEN
