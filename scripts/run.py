"""Start the whole site on this machine: `make run` calls this with the environment's own Python.

Prepares the database when something changed since the last start, then runs the stand-ins for Pretalx and Stripe, the
worker, the timer and the web server until Ctrl-C, or until one of them stops. Only the standard library is used, so that a broken
installation is reported by the program it breaks.
"""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
STAMP = VAR / "prepared"
STRIPE_STATE = VAR / "stripe_sandbox.json"
ACCOUNTS = ROOT / "site" / "sandbox" / "demo" / "accounts.toml"
MANAGE = [sys.executable, str(ROOT / "manage.py")]
HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 8
TIMER_SECONDS = 60


class Stop(Exception):  # noqa: N818 - it ends the program, as KeyboardInterrupt does
    """The run is over; the message says why, and is empty when nothing is wrong."""


class Processes:
    """The programs that run side by side; each leads a process group of its own, so that its children end with it."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen] = {}

    def start(self, name: str, *command: str) -> None:
        """Start a program and print its lines with its name in front."""
        process = subprocess.Popen(
            [*MANAGE, *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        threading.Thread(target=_relay, args=(name, process), daemon=True).start()
        self.running[name] = process

    def check(self) -> None:
        """Raise `Stop` when a program has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Stop(f"{name} has stopped (exit code {process.returncode}); its last lines are above.")

    def end(self) -> None:
        """End all programs: ask first, then insist."""
        for sign, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, 2)):
            for process in self.running.values():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, sign)
            deadline = time.monotonic() + seconds
            for process in self.running.values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=max(0.1, deadline - time.monotonic()))
            if all(process.poll() is not None for process in self.running.values()):
                break


def main() -> int:
    """Run until stopped; return the exit code."""
    port = int(os.environ.get("PORT") or 8000)
    pretalx_port = int(os.environ.get("PRETALX_PORT") or port + 127)
    stripe_port = int(os.environ.get("STRIPE_PORT") or port + 126)
    demo = os.environ.get("DEMO", "1") != "0"
    os.environ["PYTHONUNBUFFERED"] = "1"
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    if demo:
        os.environ.setdefault("PRETALX_BASE_URL", f"http://{HOST}:{pretalx_port}")
        os.environ.setdefault("STRIPE_API_BASE", f"http://{HOST}:{stripe_port}")
        os.environ.setdefault("STRIPE_JS_URL", f"http://{HOST}:{stripe_port}/v3/")
    signal.signal(signal.SIGTERM, _interrupt)
    processes = Processes()
    try:
        for number, name in ((port, "PORT"), (pretalx_port, "PRETALX_PORT"), (stripe_port, "STRIPE_PORT")):
            _need_free(number, name)
        prepare(demo=demo)
        processes.start("web", "runserver", f"{HOST}:{port}")
        _wait_for_answer(processes, f"http://{HOST}:{port}/healthz")  # alone: the others would slow its start down
        processes.start("pretalx", "run_pretalx_sandbox", "--port", str(pretalx_port))
        kept = ("--keep", str(STRIPE_STATE), "--site", f"http://{HOST}:{port}")
        processes.start("stripe", "run_stripe_sandbox", "--port", str(stripe_port), *kept)
        processes.start("worker", "db_worker", "--interval", "2", "--no-reload")
        threading.Thread(target=_timer, daemon=True).start()
        print(welcome(port, pretalx_port, stripe_port, demo=demo), flush=True)
        started_by = os.getppid()
        while os.getppid() == started_by:  # it changes when the program that started us was killed
            processes.check()
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr, flush=True)
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        processes.end()
    return 0


def prepare(*, demo: bool) -> None:
    """Migrate, and load the demo into an empty database, unless nothing has changed since the last start."""
    VAR.mkdir(exist_ok=True)
    state = _state(demo=demo)
    if STAMP.exists() and STAMP.read_text() == state:
        return
    print("Preparing the database …", flush=True)
    _manage("migrate", "--verbosity=0")
    if demo:
        _manage("load_demo", "--if-empty")
    STAMP.write_text(_state(demo=demo))


def _state(*, demo: bool) -> str:
    """Return a digest of what decides whether the database is ready: migrations, packages, settings, and itself."""
    url = os.environ.get("DATABASE_URL", "")
    database = VAR / "db.sqlite3"
    # Only our own file shows whether it is still the same database; any other is looked at on each start.
    identity = f"{database.stat().st_ino}" if not url and database.exists() else f"{time.time()}"
    digest = hashlib.sha256(f"{url} {identity} {demo} {os.environ['BASE_URL']}".encode())
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("site/*/migrations/*.py")]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    for path in (ROOT / "requirements.txt", ROOT / ".env"):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


def welcome(port: int, pretalx_port: int, stripe_port: int, *, demo: bool) -> str:
    """Return what a person needs to know once the site answers."""
    base = f"http://{HOST}:{port}"
    lines = [
        "",
        f"  The site        {base}/",
        f"  Organizers      {base}/admin/",
        f"  Mail it sends   {base}/sandbox/mail/",
    ]
    lines += [f"  Style page      {base}/styleguide/", f"  Pretalx replay  http://{HOST}:{pretalx_port}/"]
    lines += [f"  Stripe stand-in http://{HOST}:{stripe_port}/"]
    if demo:
        listed = tomllib.loads(ACCOUNTS.read_text(encoding="utf-8"))
        lines += ["", f"  Demo accounts, all with the password “{listed['password']}”:"]
        lines += [f"    {account['email']:<26}{account['what']}" for account in listed["account"]]
    else:
        lines += [
            "",
            "  Nothing here yet? Make your account with `.venv/bin/python manage.py createsuperuser`,",
            f"  then set up your conference at {base}/admin/",
        ]
    return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])


def _manage(*command: str) -> None:
    """Run a management command to its end; `Stop` when it fails."""
    if subprocess.run([*MANAGE, *command], cwd=ROOT, check=False).returncode:
        raise Stop(f"`manage.py {' '.join(command)}` failed; the reason is above.")


def _timer() -> None:
    """Do every due periodic job once a minute."""
    while True:
        job = subprocess.run([*MANAGE, "run_jobs"], cwd=ROOT, check=False, capture_output=True, text=True)
        if job.stdout.strip() or job.returncode:
            _say("timer", job.stdout + job.stderr)
        time.sleep(TIMER_SECONDS)


def _wait_for_answer(processes: Processes, url: str) -> None:
    """Return when the web server answers at all; `Stop` when it does not within a minute."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        processes.check()
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError as answer:
            answer.close()
        except OSError:
            time.sleep(0.2)
            continue
        return
    raise Stop(f"The web server did not answer within {START_SECONDS} seconds; its lines are above.")


def _need_free(port: int, variable: str) -> None:
    """Raise `Stop` when another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Stop(
                f"Port {port} is taken by another program. Stop it, or choose another: make run {variable}={port + 1000}"
            ) from error


def _relay(name: str, process: subprocess.Popen) -> None:
    """Print a program's lines as they come."""
    for line in process.stdout:
        _say(name, line)


def _say(name: str, text: str) -> None:
    for line in text.rstrip().splitlines():
        print(f"{name:>7} | {line}", flush=True)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
