"""Doing several things at the same moment, as several people would."""

import threading
from collections.abc import Callable

from django.db import connection


def run_at_once(*functions: Callable[[], object]) -> list[object]:
    """Call them at the same moment, each with a connection of its own; return what came of each.

    What a function raises is its result.
    """
    ready, results = threading.Barrier(len(functions), timeout=20), [None] * len(functions)

    def call(number: int, function: Callable[[], object]) -> None:
        try:
            ready.wait()
            results[number] = function()
        except Exception as error:  # noqa: BLE001 - it is what the test looks at
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results
