"""Compares Stripe with the orders: for a timer, and for the day after the webhooks were down."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conference.models import Conference
from registration.services.money.compare.payments import MONTH
from registration.services.reconcile import reconcile
from registration.stripe_errors import StripeProblemError

MOST_DAYS = 365


class Command(BaseCommand):
    """`reconcile_payments`: every conference with Stripe keys, or one; since the last time, or so many days."""

    help = "Compare the payments at Stripe with the orders, make up for what was missed, and note what does not agree."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the conference and how far back."""
        parser.add_argument("--conference", metavar="SLUG", help="only this conference")
        parser.add_argument(
            "--days", type=int, metavar="N", help=f"the last N days, 1 to {MOST_DAYS} (month: {MONTH.days})"
        )

    def handle(self, *, conference: str | None, days: int | None, **_options: object) -> None:
        """Compare; `CommandError` with one line and exit code 1 for wrong input, or when something could not be compared."""
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise CommandError(f"--days is a number from 1 to {MOST_DAYS}.")
        failed = []
        for found in self._chosen(conference):
            try:
                report = reconcile(found, days=days)
            except StripeProblemError as problem:
                failed.append(f"{found.slug}: {problem}")
                continue
            self.stdout.write(f"{found.slug}: {report.sentence()}")
            if report.failed:
                failed.append(f"{found.slug}: not everything could be compared, the log says why.")
        if failed:
            raise CommandError(" ".join(failed))

    def _chosen(self, slug: str | None) -> list[Conference]:
        with_keys = [found for found in Conference.objects.order_by("slug") if found.stripe_secret_key]
        if slug is None:
            return with_keys
        chosen = [found for found in with_keys if found.slug == slug]
        if not chosen:
            known = ", ".join(found.slug for found in with_keys) or "none"
            raise CommandError(f"There is no conference “{slug}” with Stripe keys. Known are: {known}.")
        return chosen
