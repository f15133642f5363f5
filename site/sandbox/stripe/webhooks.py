"""Delivery of events: signed, repeated until they are answered well, and spoiled on demand."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sandbox.stripe.clock import Clock
from sandbox.stripe.delivery import Delivered, Delivery, Transport, packed, send
from sandbox.stripe.ledger import Document, Ledger

# Seconds until the next attempt, by the stand-in's clock; Stripe goes on for three days as well.
BACKOFF = (1, 5, 30, 300, 3600, 6 * 3600, 24 * 3600, 36 * 3600)
POLL = 0.1  # the machine's clock may be moved by a test without our being told
WORKERS = 6


class Webhooks:
    """All deliveries, and the manners they are made in."""

    def __init__(self, clock: Clock, lock: threading.RLock):
        self._clock = clock
        self._lock = lock  # the one of the objects
        self._changed = clock.moved
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._running = 0
        self.attempts = 0
        self._deliveries: list[Delivery] = []
        self._waiting: list[Delivery] = []
        self._manners()

    def _manners(self) -> None:
        self._is_held = False
        self._to_lose = 0
        self._copies = 1
        self._delay = 0.0
        self._transport: Transport = send

    @property
    def is_held(self) -> bool:
        """Whether events are kept until ``release``."""
        return self._is_held

    # --- what the objects tell -------------------------------------------------------------------------------------

    def publish(self, ledger: Ledger, event: Document) -> None:
        """Queue an event for every endpoint that wants its kind."""
        deliveries = self._deliveries_of(ledger, event)
        event["pending_webhooks"] = len(deliveries)
        self._queue(deliveries)

    def resume(self, ledger: Ledger, events: Iterable[Document]) -> None:
        """Take up the events of an earlier run: queue again what was not delivered then."""
        for event in events:
            if event["pending_webhooks"]:
                self.publish(ledger, event)
            else:
                self._deliveries += self._deliveries_of(ledger, event, is_over=True)

    def _deliveries_of(self, ledger: Ledger, event: Document, *, is_over: bool = False) -> list[Delivery]:
        due = self._clock.now() + self._delay
        return [
            Delivery(ledger, event, endpoint, due, is_over=is_over)
            for endpoint in ledger.objects.get("webhook_endpoint", {}).values()
            if endpoint["status"] == "enabled" and {"*", event["type"]} & set(endpoint["enabled_events"])
        ]

    def _queue(self, deliveries: Iterable[Delivery]) -> None:
        with self._changed:
            for delivery in deliveries:
                self._deliveries.append(delivery)
                self._waiting.append(delivery)
            self._changed.notify_all()

    # --- in the background -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Deliver in the background from now on."""
        self._stopped.clear()
        self._thread = threading.Thread(target=self._run, name="stripe-webhooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, after what is on its way."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()
        if self._thread:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="stripe-webhook") as pool:
            while not self._stopped.is_set():
                with self._changed:
                    taken = [] if self._is_held or self._transport is not send else self._take_due()
                    if not taken:
                        self._changed.wait(POLL)
                for delivery in taken:
                    pool.submit(self._attempt, delivery)

    def _take_due(self) -> list[Delivery]:
        """Take what is due from the queue, the earliest first; the caller holds the condition."""
        now = self._clock.now()
        due = sorted((each for each in self._waiting if each.due <= now), key=lambda each: each.due)
        taken = set(due)
        self._waiting = [each for each in self._waiting if each not in taken]
        self._running += len(due)
        return due

    # --- one attempt -----------------------------------------------------------------------------------------------

    def _attempt(self, delivery: Delivery) -> None:
        status = 0
        try:
            status = self._send_all(delivery)
        finally:
            self._note(delivery, status)

    def _send_all(self, delivery: Delivery) -> int:
        """Send an event in all its copies; the worst answer counts. Copies travel at the same moment."""
        with self._changed:
            copies, transport = self._copies, self._transport
            if self._to_lose:
                self._to_lose -= 1
                return 0
        with self._lock:
            body, headers = packed(delivery, at=self._clock.stamp())
        url = delivery.endpoint["url"]
        if copies == 1 or transport is not send:
            return max(transport(url, body, headers) for _copy in range(copies))
        with ThreadPoolExecutor(copies) as pool:
            return max(pool.map(lambda _copy: transport(url, body, headers), range(copies)))

    def _note(self, delivery: Delivery, status: int) -> None:
        with self._lock, self._changed:
            self.attempts += 1
            delivery.statuses.append(status)
            if delivery.is_delivered:
                delivery.is_over = True
                delivery.event["pending_webhooks"] = max(0, delivery.event["pending_webhooks"] - 1)
            elif len(delivery.statuses) > len(BACKOFF) or delivery.endpoint["status"] != "enabled":
                delivery.is_over = True
            else:
                delivery.due = self._clock.now() + BACKOFF[len(delivery.statuses) - 1]
                if delivery in self._deliveries:  # not after a reset
                    self._waiting.append(delivery)
            self._running -= 1
            self._changed.notify_all()

    # --- controls --------------------------------------------------------------------------------------------------

    def lose(self, count: int) -> None:
        """Let the next attempts get lost on the way: the shop hears nothing, Stripe tries again later."""
        self._to_lose = count

    def repeat(self, copies: int) -> None:
        """Send every event that many times at once."""
        self._copies = copies

    def delay(self, seconds: float) -> None:
        """Let new events wait for seconds of the stand-in's clock."""
        self._delay = seconds

    def hold(self) -> None:
        """Keep events until ``release``."""
        with self._changed:
            self._is_held = True

    def release(self, *, reverse: bool = False) -> list[Delivered]:
        """Send what is due one after another, the newest first if reversed, and hold nothing any more."""
        with self._changed:
            taken = self._take_due()
            self._is_held = False
        for delivery in reversed(taken) if reverse else taken:
            self._attempt(delivery)
        return [delivery.report() for delivery in taken]

    def through(self, transport: Transport) -> None:
        """Send by that function, when ``release`` is called and not before: for tests without a running site."""
        with self._changed:
            self._transport = transport

    def again(self, event: str) -> list[int]:
        """Send an event once more to everyone who got it; return the answers."""
        chosen = [each for each in self._deliveries if each.event["id"] == event]
        return [self._send_now(each) for each in chosen]

    def forge(self, event: str, *, secret: str = "", age: int = 0, changes: dict[str, Any] | None = None) -> list[int]:
        """Send an event signed with another secret, ``age`` seconds old, or changed; return the answers."""
        chosen = [each for each in self._deliveries if each.event["id"] == event]
        return [self._send_now(each, secret=secret, age=age, changes=changes) for each in chosen]

    def _send_now(self, delivery: Delivery, *, age: int = 0, **forgery: Any) -> int:
        with self._lock:
            body, headers = packed(delivery, at=self._clock.stamp() - age, **forgery)
        return self._transport(delivery.endpoint["url"], body, headers)

    def deliveries(self, kind: str = "") -> list[Delivered]:
        """Return what became of all events, or of those of a kind, the oldest first."""
        with self._changed:
            return [each.report() for each in self._deliveries if kind in ("", each.event["type"])]

    def wait(self, timeout: float = 10) -> bool:
        """Wait until nothing is on its way and nothing is due; say whether it came to that in those real seconds."""
        with self._changed:
            return self._changed.wait_for(self._is_idle, timeout)

    def _is_idle(self) -> bool:
        now = self._clock.now()
        waits_for_release = self._is_held or self._transport is not send
        return not self._running and (waits_for_release or all(each.due > now for each in self._waiting))

    def reset(self) -> None:
        """Forget all deliveries and manners, after what is on its way."""
        with self._changed:
            self._waiting = []
            self._deliveries = []
            self._changed.wait_for(lambda: not self._running, timeout=10)
            self._waiting = []
            self._manners()
