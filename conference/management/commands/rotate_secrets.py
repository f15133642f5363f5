"""Encrypt every secret in the database anew after the keys were changed."""

from django.core.management.base import BaseCommand, CommandError

from conference.services import secrets


class Command(BaseCommand):
    """Reads with all of SECRET_KEY, SECRET_KEY_FALLBACKS and SALT_KEY, and writes with the first of them."""

    help = (
        "Encrypt all secrets anew with SECRET_KEY and the first SALT_KEY. Put the new keys first and keep the old ones in "
        "SECRET_KEY_FALLBACKS and SALT_KEY until this has run."
    )

    def handle(self, **_options: object) -> None:
        """Print how many secrets each place holds; when one cannot be opened, say which, and write nothing."""
        try:
            counts = secrets.rotate()
        except ValueError as error:
            raise CommandError(f"{error}. Nothing was written.") from error
        for place, number in counts.items():
            if number:
                self.stdout.write(f"{place}: {number}")
        self.stdout.write(self.style.SUCCESS(f"{sum(counts.values())} secrets are encrypted with the first key."))
