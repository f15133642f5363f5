"""The stand-in's time: the machine's, and what a test added to it."""

import threading
import time


class Clock:
    """Seconds since 1970, as Stripe counts; ``advance`` moves them forward and wakes whoever waits."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self.moved = threading.Condition()

    def now(self) -> float:
        """Return the time in seconds."""
        return time.time() + self._ahead

    def stamp(self) -> int:
        """Return the time as objects carry it."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        """Move forward."""
        with self.moved:
            self._ahead += seconds
            self.moved.notify_all()

    def reset(self) -> None:
        """Go back to the machine's time."""
        self._ahead = 0.0
