"""Others that know Stripe, asked where they are there: localstripe, and Stripe's own command line.

Neither is needed for the suite. `LOCALSTRIPE_PYTHON` names a Python that has localstripe, `STRIPE_CLI` the program of the npm
package @stripe/cli.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator

LOCALSTRIPE = os.environ.get("LOCALSTRIPE_PYTHON", "")
CLI = os.environ.get("STRIPE_CLI") or shutil.which("stripe") or ""
# Not by its own entry point, which listens to the whole world and writes one file for all runs on a machine.
SERVE = """
import sys
from aiohttp import web
from localstripe.resources import Store
from localstripe.server import app
Store.dump_to_disk = lambda self: None
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
"""


@contextlib.contextmanager
def localstripe() -> Iterator[str]:
    """Serve localstripe and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen([LOCALSTRIPE, "-c", SERVE, str(port)])
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)
