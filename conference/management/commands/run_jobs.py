"""Run what is due: for cron, a systemd timer, or `--loop` as a timer of its own."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from conference.services import jobs

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs every periodic job whose time has come, once; several of these commands may run at the same time."""

    help = "Run every due periodic job once (publish pages, send mail, sync, purge …)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to stay and repeat."""
        parser.add_argument(
            "--loop",
            nargs="?",
            type=int,
            const=60,
            metavar="SECONDS",
            help="stay and look again every SECONDS (60 unless given) until stopped",
        )

    def handle(self, *, loop: int | None, **_options: object) -> None:
        """Run once, failing with exit code 1 when a job failed; with `--loop` until SIGTERM or Ctrl-C."""
        if loop is None:
            failed = self._round()
            if failed:
                raise CommandError(f"failed: {', '.join(failed)} (see the log)")
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            try:
                self._round()
            except DatabaseError:
                # a database that is away for a moment must not end the timer
                logger.exception("no round of jobs this time")
            stop.wait(loop)

    def _round(self) -> list[str]:
        failed = []
        for outcome in jobs.run_due():
            if outcome.failed:
                failed.append(outcome.name)
            if outcome.result:
                self.stdout.write(f"{outcome.name}: {outcome.result}")
        return failed
