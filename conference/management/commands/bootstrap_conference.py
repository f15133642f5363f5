"""Make a conference from a TOML file."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conference.services.bootstrap import bootstrap


class Command(BaseCommand):
    """Reads a conference, its sections and whatever other apps added tables for; all of it or nothing."""

    help = "Make or update a conference from a TOML file (docs/organize/set-up.md shows one)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and what to do with rows that exist."""
        parser.add_argument("--config", required=True, type=Path, metavar="FILE.toml")
        parser.add_argument("--update", action="store_true", help="change what exists already")
        parser.add_argument("--dry-run", action="store_true", help="check everything and say what would happen")

    def handle(self, *, config: Path, update: bool, dry_run: bool, **_options: object) -> None:
        """Print one line per row; a mistake is one line, exit code 1, and nothing is written."""
        try:
            lines = bootstrap(config.read_text(encoding="utf-8"), update=update, dry_run=dry_run)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{config} cannot be read: {error}") from error
        except ValidationError as error:
            raise CommandError(f"{config}: {error.messages[0]}") from error
        for line in lines:
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(self.style.WARNING("Dry run: nothing was written."))
