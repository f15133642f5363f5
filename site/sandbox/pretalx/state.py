"""What a running stand-in remembers: which recording is active, and what was asked of it."""

import threading
from collections.abc import Iterable

from sandbox.pretalx.faults import Options
from sandbox.pretalx.recording import Recording

LOG_LENGTH = 2000


class State:
    """Recordings by name, one of them active per event, and counters. Changed under ``lock`` only."""

    def __init__(self, recordings: Iterable[Recording], options: Options):
        self.options = options
        self.lock = threading.Lock()
        self.recordings = {recording.name: recording for recording in recordings}
        if not self.recordings:
            message = "Nothing to serve"
            raise ValueError(message)
        self.active: dict[str, Recording] = {}
        for recording in self.recordings.values():
            self.active.setdefault(recording.event, recording)
        self.reset()

    def reset(self) -> None:
        """Zero the counters and forget the requests seen."""
        self.requests = self.served = self.failed = self.damaged = self.missed = 0
        self.log: list[str] = []

    def use(self, name: str) -> bool:
        """Make a recording the active one of its event; say whether it is known."""
        recording = self.recordings.get(name)
        if recording:
            self.active[recording.event] = recording
        return recording is not None

    def pick(self, path: str) -> Recording:
        """Return the active recording whose event the path names, else one that knows the path, else the first."""
        parts = path.split("/")[1:5]
        for event, recording in self.active.items():
            if event in parts:
                return recording
        return next((r for r in self.active.values() if r.knows(path)), next(iter(self.active.values())))

    def count(self, name: str) -> int:
        """Add one to a counter and return its value."""
        with self.lock:
            value = getattr(self, name) + 1
            setattr(self, name, value)
        return value

    def note(self, line: str) -> None:
        """Remember a request."""
        with self.lock:
            self.log.append(line)

    def as_dict(self) -> dict:
        """Return what ``/__replay__/stats`` shows."""
        return {
            "active": {event: recording.name for event, recording in self.active.items()},
            "folders": list(self.recordings),
            "requests": self.requests,
            "served": self.served,
            "failed": self.failed,
            "damaged": self.damaged,
            "missed": self.missed,
            "log": self.log[-LOG_LENGTH:],
        }
