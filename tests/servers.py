"""Server processes of our own on the test's database, as several machines would run them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 90


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def database_url() -> str:
    """Return the address of the database that this very test uses."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@pytest.fixture
def start_servers(transactional_db, tmp_path) -> Iterator[Callable[..., list[str]]]:
    """Return `start(number, **environment)`: start so many servers on one database and one folder of kept answers."""
    processes = []

    def start(number: int, **more: str) -> list[str]:
        addresses = [f"127.0.0.1:{free_port()}" for _server in range(number)]
        for address in addresses:
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "DATABASE_URL": database_url(),
                "CACHE_DIR": str(tmp_path / "cache"),
                "MEDIA_ROOT": str(tmp_path / "media"),
                "BIND": address,
                "SECRET_KEY": settings.SECRET_KEY,  # so that they know who signed in here
                "SALT_KEY": ",".join(settings.SALT_KEY),  # and read the secrets stored here
                "WEB_CONCURRENCY": "1",
                **more,
            }
            environment.pop("REDIS_URL", None)
            with (tmp_path / f"{address}.log").open("wb") as log:
                command = [sys.executable, "-m", "gunicorn"]
                processes.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        for address in addresses:
            _wait_for(f"http://{address}")
        return [f"http://{address}" for address in addresses]

    yield start
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(timeout=30)


def _wait_for(address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            requests.get(f"{address}/robots.txt", timeout=30)
        except requests.ConnectionError:
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"no answer from {address}")
