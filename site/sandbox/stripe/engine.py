"""The stand-in's state: accounts with all their objects, and what spoils them."""

import threading
from collections.abc import Iterable

from sandbox.stripe.accounts import Account, Accounts
from sandbox.stripe.clock import Clock
from sandbox.stripe.faults import Faults
from sandbox.stripe.idempotency import Idempotency
from sandbox.stripe.journal import Journal
from sandbox.stripe.ledger import Document, Ledger, Numbers
from sandbox.stripe.spec import spec
from sandbox.stripe.webhooks import Webhooks


class Sandbox:
    """Accounts with all their objects, and everything that can be done to them from outside.

    ``seed`` makes other ids than those of tests; ``accounts`` are slugs that are there from the beginning.
    """

    def __init__(self, *, seed: str = "", accounts: Iterable[str] = ()) -> None:
        self.lock = threading.RLock()
        self.clock = Clock()
        self.journal = Journal()
        self.faults = Faults()
        self.idempotency = Idempotency(self.clock)
        self.webhooks = Webhooks(self.clock, self.lock)
        self.seed = seed
        self._slugs = tuple(accounts)
        self._start_anew()

    def _start_anew(self) -> None:
        self.accounts = Accounts()
        for slug in self._slugs:
            self.accounts.make(slug)
        self.numbers = Numbers(self.seed)
        self.ledgers: dict[tuple[str, bool], Ledger] = {}
        self._requests = 0

    def reset(self) -> None:
        """Forget everything: objects, accounts, time, faults, log."""
        self.webhooks.reset()  # before the lock is taken: what is on its way needs it
        with self.lock:
            self._start_anew()
            self.clock.reset()
            self.faults.reset()
            self.idempotency.reset()
            self.journal.reset()

    def ledger(self, account: Account, *, livemode: bool = False) -> Ledger:
        """Return an account's objects in one mode."""
        with self.lock:
            place = (account.slug, livemode)
            if place not in self.ledgers:
                self.ledgers[place] = Ledger(account, livemode, self.clock, self.numbers, self._publish)
            return self.ledgers[place]

    @property
    def changes(self) -> tuple[int, int, int]:
        """A mark that differs whenever something may have changed."""
        return self._requests, self.numbers.last, self.webhooks.attempts

    def find(self, kind: str, identifier: str) -> tuple[Ledger, Document]:
        """Return an object of any account; a PaymentIntent may be named by its secret."""
        identifier = identifier.partition("_secret_")[0]
        for ledger in self.ledgers.values():
            if found := ledger.objects.get(kind, {}).get(identifier):
                return ledger, found
        message = f"No account has a {kind} {identifier}."
        raise LookupError(message)

    def _publish(self, ledger: Ledger, event: Document) -> None:
        for problem in spec().object_problems(event):
            self.journal.complain(f"event {event['type']}: {problem}")
        self.webhooks.publish(ledger, event)

    def number(self) -> str:
        """Return the id of the next request."""
        with self.lock:
            self._requests += 1
            return f"req_{self.seed}{self._requests:014d}"
