"""Jobs that work on rows of many orders and conferences: one that goes wrong stops no other, and the job tells of it."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)
MOST_NAMED = 10


class RowsFailedError(Exception):
    """A job did what it could; its message is what it did and which rows could not be done. The log says why."""


class Round:
    """One run of a job. Do the rows with `each`, as often as there are kinds of them, and return `line` of what was done."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def each(self, rows: Iterable[Row], act: Callable[[Row], object]) -> int:
        """Do something with every row, outside of transactions; return for how many it answered with something true."""
        done = 0
        for row in rows:
            try:
                done += bool(act(row))
            except Exception:
                # whatever is wrong with this row, those behind it belong to other people
                name = f"{row._meta.verbose_name} {row.pk}"
                logger.exception("%s could not be done by %s", name, getattr(act, "__qualname__", act))
                self.failed.append(name)
        return done

    def line(self, done: str) -> str:
        """Return what was done; raise `RowsFailedError`, with it, when a row failed, so that the job counts as failed."""
        if not self.failed:
            return done
        more = len(self.failed) - MOST_NAMED
        named = ", ".join(self.failed[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
        raise RowsFailedError("; ".join(filter(None, [done, f"could not be done: {named}"])))
