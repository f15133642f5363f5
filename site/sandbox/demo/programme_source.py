"""Where the demo's programme comes from while it is loaded: the stand-in for Pretalx, running or started for a moment."""

import contextlib
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

from conference.settings import get_config
from sandbox.pretalx.programme import demo_recording
from sandbox.pretalx.server import make_server

LOCAL = ("127.0.0.1", "localhost")
USUAL = "http://127.0.0.1:8127"  # where `run_pretalx_sandbox` answers unless told otherwise


def stand_in_address() -> str:
    """Return the installation's Pretalx when that is a program on this machine, else where the stand-in usually is."""
    configured = get_config().pretalx.base_url.rstrip("/")
    return configured if urlsplit(configured).hostname in LOCAL else USUAL


@contextlib.contextmanager
def answering(address: str) -> Iterator[None]:
    """Answer at `address` while the block runs, unless somebody does so already.

    The address is the one that is kept, so that a later sync finds every portrait where it was.
    """
    try:
        server = make_server([demo_recording()], port=urlsplit(address).port or 80, quiet=True)
    except OSError:  # taken, by the running stand-in; if it is something else, the sync says so
        yield
        return
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
