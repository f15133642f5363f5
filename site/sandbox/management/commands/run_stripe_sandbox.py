"""`manage.py run_stripe_sandbox`: answer as Stripe would, on this machine."""

import secrets
import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sandbox.demo.content import load_table
from sandbox.stripe.endpoints import make_ready
from sandbox.stripe.engine import Sandbox
from sandbox.stripe.keeping import Keeper, restore_from
from sandbox.stripe.server import StripeServer


class Command(BaseCommand):
    """Serve the stand-in until it is stopped."""

    help = "Serve a stand-in for Stripe on 127.0.0.1: its API, its webhooks, its browser library, and a page at /."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the port, the accounts and the file."""
        parser.add_argument("--port", type=int, default=8126)
        parser.add_argument(
            "--account",
            action="append",
            default=[],
            metavar="SLUG",
            help="An account beside the demo's; its keys are shown on the page. May be given several times.",
        )
        parser.add_argument(
            "--keep", metavar="FILE", help="Keep the payments in this file, to find them at the next start."
        )
        parser.add_argument(
            "--site", metavar="URL", help="The site that hears of the demo's payments, without a slash."
        )
        parser.add_argument("--log", action="store_true", help="Print a line for every request.")

    def handle(
        self, *, port: int, account: list[str], keep: str | None, site: str | None, log: bool, **_options: Any
    ) -> None:
        """Serve until interrupted."""
        sandbox = Sandbox(seed=secrets.token_hex(3), accounts=[demo_slug(), *account])
        if keep:
            restore_from(sandbox, Path(keep))
        if site:
            demo = sandbox.accounts.make(demo_slug())
            make_ready(sandbox.ledger(demo), f"{site}/webhooks/stripe/{demo.slug}/")
        try:
            server = StripeServer(sandbox, port, quiet=not log)
        except OSError as error:
            message = f"Port {port} cannot be used: {error.strerror}."
            raise CommandError(message) from error
        keeper = Keeper(sandbox, Path(keep)) if keep else None
        if keeper:
            keeper.start()
        sandbox.webhooks.start()
        before = signal.signal(signal.SIGTERM, _interrupt)
        self.stdout.write(f"Stripe stand-in at {server.base_url}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        finally:
            signal.signal(signal.SIGTERM, before)
            server.server_close()
            sandbox.webhooks.stop()
            if keeper:
                keeper.stop()


def demo_slug() -> str:
    """Return the slug of the demo's conference, whose account is always there."""
    return load_table("site")["conference"]["slug"]


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
