"""The demo on this machine for as long as a script looks at it: a database of its own, nothing of the checkout's is touched."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
HEALTH = "/healthz"


@contextlib.contextmanager
def demo_server() -> Iterator[str]:
    """Serve the demo with production's files and caching, without TLS; give its address without a trailing slash."""
    with tempfile.TemporaryDirectory(prefix="plenary-demo-") as folder:
        port = _free_port()
        base = f"http://127.0.0.1:{port}"
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "PRIVATE_ROOT": f"{folder}/private",
            "CACHE_DIR": f"{folder}/cache",
            "STATIC_ROOT": f"{folder}/static",
            "BASE_URL": base,
            "BIND": f"127.0.0.1:{port}",
            "PRETALX_BASE_URL": f"http://127.0.0.1:{_free_port()}",
            "DJANGO_SETTINGS_MODULE": "config.settings.measured",
        }
        for command in (["migrate", "--verbosity=0"], ["load_demo"], ["collectstatic", "--noinput", "--verbosity=0"]):
            manage = [sys.executable, ROOT / "manage.py", *command]
            subprocess.run(manage, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        with subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--log-level=warning"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
        ) as web:
            try:
                _wait(web, base)
                yield base
            finally:
                web.terminate()


def _wait(web: subprocess.Popen, base: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        try:
            urllib.request.urlopen(base + HEALTH, timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The demo's web server did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
