"""Crowds of buyers: threads with a database connection each, that all want the same thing at once."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def crowd(buy: Callable[[int], str], *, buyers: int, connections: int) -> Counter:
    """Let so many buyers act on so many connections; return how often each outcome was met, exceptions by their name."""
    ready = threading.Barrier(connections, timeout=60)

    def work(numbers: range) -> list[str]:
        ready.wait()
        try:
            return [_outcome(buy, number) for number in numbers]
        finally:
            connection.close()

    with ThreadPoolExecutor(connections) as pool:
        shares = [range(start, buyers, connections) for start in range(connections)]
        return Counter(outcome for share in pool.map(work, shares) for outcome in share)


def _outcome(buy: Callable[[int], str], number: int) -> str:
    time.sleep(random.random() / 200)  # noqa: S311 - people do not click in step
    try:
        return buy(number)
    except Exception as error:  # noqa: BLE001 - every error is an outcome that the test looks at
        return type(error).__name__
