"""Crowds of buyers: threads with a database connection each, that all want the same thing at once."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class Met:
    """How often each outcome was met (exceptions by their name), deadlocks that PostgreSQL counted, and the time it took."""

    outcomes: Counter
    deadlocks: int
    seconds: float


def crowd(buy: Callable[[int], str], *, buyers: int, connections: int) -> Met:
    """Let so many buyers act on so many connections."""
    ready = threading.Barrier(connections, timeout=60)

    def work(numbers: range) -> list[str]:
        ready.wait()
        try:
            return [_outcome(buy, number) for number in numbers]
        finally:
            connection.close()

    deadlocks, began = _deadlocks(), time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        shares = [range(start, buyers, connections) for start in range(connections)]
        outcomes = Counter(outcome for share in pool.map(work, shares) for outcome in share)
    seconds = time.perf_counter() - began
    return Met(outcomes, _deadlocks() - deadlocks, seconds)


def _deadlocks() -> int:
    """Return how many deadlocks PostgreSQL has met in this database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def _outcome(buy: Callable[[int], str], number: int) -> str:
    time.sleep(random.random() / 200)  # noqa: S311 - people do not click in step
    try:
        return buy(number)
    except Exception as error:  # noqa: BLE001 - every error is an outcome that the test looks at
        return type(error).__name__
