"""Keep everything in a file, so that the next start of the site finds the payments of the last one."""

import json
import threading
from pathlib import Path
from typing import Any

from sandbox.stripe.engine import Sandbox

SECONDS = 1.0


class Keeper:
    """Saves a stand-in when it has changed, every second and at the end."""

    def __init__(self, sandbox: Sandbox, path: Path):
        self._sandbox = sandbox
        self._path = path
        self._saved: tuple[int, int, int] | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stripe-keeper", daemon=True)

    def start(self) -> None:
        """Save from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Save for the last time."""
        self._stopped.set()
        self._thread.join()
        self.save()

    def _run(self) -> None:
        while not self._stopped.wait(SECONDS):
            self.save()

    def save(self) -> None:
        """Write the file anew if anything has changed; it is never half written."""
        with self._sandbox.lock:
            mark = self._sandbox.changes
            if mark == self._saved:
                return
            text = json.dumps(dump(self._sandbox))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self._path)
        self._saved = mark


def dump(sandbox: Sandbox) -> dict[str, Any]:
    """Return everything that is kept: accounts and their objects; not the log, keys of idempotency, or faults."""
    facts = ("slug", "country", "currency", "charges_enabled")
    return {
        "seed": sandbox.seed,
        "last": sandbox.numbers.last,
        "accounts": [{name: getattr(account, name) for name in facts} for account in sandbox.accounts.by_slug.values()],
        "ledgers": [
            {"slug": slug, "livemode": livemode, "objects": ledger.objects, "facts": ledger.facts}
            for (slug, livemode), ledger in sandbox.ledgers.items()
        ],
    }


def restore(sandbox: Sandbox, kept: dict[str, Any]) -> None:
    """Put back what was kept, and deliver what had not been delivered."""
    with sandbox.lock:
        sandbox.seed = sandbox.numbers.seed = kept["seed"]
        sandbox.numbers.last = kept["last"]
        for facts in kept["accounts"]:
            sandbox.accounts.make(**facts)
        for each in kept["ledgers"]:
            ledger = sandbox.ledger(sandbox.accounts.make(each["slug"]), livemode=each["livemode"])
            ledger.objects, ledger.facts = each["objects"], each["facts"]
            sandbox.webhooks.resume(ledger, ledger.objects.get("event", {}).values())


def restore_from(sandbox: Sandbox, path: Path) -> bool:
    """Put back what a file holds; say whether there was one that could be read."""
    try:
        restore(sandbox, json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return False
    return True
