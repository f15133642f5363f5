"""Imports a conference's programme from Pretalx."""

from typing import TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conference.models import Conference
from conference.pretalx.errors import DeleteGuardError, PretalxError
from conference.pretalx.fetch import Progress
from conference.pretalx.guard import KIND_LABELS
from conference.pretalx.sync import PretalxSyncService, SyncResult

WIDTH = 24


class ProgressBar:
    """One line on a terminal that is drawn over and over; nothing at all elsewhere."""

    def __init__(self, stream: TextIO):
        self.stream = stream
        self.drawn = 0

    def show(self, progress: Progress) -> None:
        """Draw how far it is."""
        filled = WIDTH * progress.done // progress.total if progress.total else 0
        share = f" {progress.done}/{progress.total}" if progress.total else ""
        text = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {progress.step}{share}"
        self._draw(text)

    def clear(self) -> None:
        """Leave an empty line for what comes next."""
        if self.drawn:
            self._draw("")
            self.stream.write("\r")
            self.drawn = 0

    def _draw(self, text: str) -> None:
        if not self.stream.isatty():
            return
        self.stream.write("\r" + text.ljust(self.drawn))
        self.stream.flush()
        self.drawn = len(text)


class Command(BaseCommand):
    """`sync_pretalx --conference SLUG`: everything, or one kind; `--dry-run` only says what would change."""

    help = "Import a conference's rooms, speakers, talks and schedule from Pretalx."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the conference, the part, and what to allow."""
        parser.add_argument("--conference", required=True, metavar="SLUG", help="the conference's short name")
        part = parser.add_mutually_exclusive_group()
        for name in ("rooms", "speakers", "talks", "schedule"):
            part.add_argument(f"--{name}", dest="part", action="store_const", const=name, help=f"only the {name}")
        part.add_argument("--all", dest="part", action="store_const", const="all", help="everything (the default)")
        parser.add_argument(
            "--allow-large-deletions", action="store_true", help="go on even when much of the programme would disappear"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")

    def handle(self, *, conference: str, part: str | None, **options: object) -> None:
        """Sync; CommandError with one line and exit code 1 when it was refused, and then nothing was written."""
        found = Conference.objects.filter(slug=conference).first()
        if found is None:
            known = ", ".join(Conference.objects.values_list("slug", flat=True)[:20]) or "none"
            raise CommandError(f"There is no conference “{conference}”. Known are: {known}.")
        if options["dry_run"] and part not in (None, "all"):
            raise CommandError("--dry-run compares everything; leave out the part.")
        bar = ProgressBar(self.stderr)
        try:
            service = PretalxSyncService(found, on_progress=bar.show)
            if options["dry_run"]:
                result = service.preview()
            else:
                sync = getattr(service, f"sync_{part or 'all'}")
                result = sync(allow_large_deletions=options["allow_large_deletions"])
        except DeleteGuardError as error:
            bar.clear()
            raise CommandError(f"{error} If that is right, allow it with --allow-large-deletions.") from error
        except PretalxError as error:
            bar.clear()
            raise CommandError(str(error)) from error
        bar.clear()
        self._print(result, dry_run=options["dry_run"])

    def _print(self, result: SyncResult, *, dry_run: bool) -> None:
        for kind, counts in result.counts.items():
            told = ", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing"
            self.stdout.write(f"{KIND_LABELS[kind]}: {told}")
        if dry_run:
            self._print_details(result)
            for refusal in result.refused:
                self.stdout.write(
                    f"A sync would stop: {refusal['gone']} of {refusal['existing']} {KIND_LABELS[refusal['kind']]} "
                    "would disappear. Allow it with --allow-large-deletions."
                )
            self.stdout.write("Nothing was written.")
        else:
            self.stdout.write(self.style.SUCCESS(result.sentence()))

    def _print_details(self, result: SyncResult) -> None:
        signs = {"added": "+", "changed": "~", "removed": "-"}
        for kind, details in result.details.items():
            for name, sign in signs.items():
                for row in details[name]:
                    note = f" ({row['note']})" if row.get("note") else ""
                    self.stdout.write(f"  {sign} {KIND_LABELS[kind]} {row['key']} {row['name']}{note}")
                    for field in row.get("fields", []):
                        self.stdout.write(f"      {field['field']}: {field['old']} → {field['new']}")
