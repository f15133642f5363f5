"""Tell what is stored about a person, or delete what may be deleted, when they ask for it."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from conference import extension
from conference.models import User


class Command(BaseCommand):
    """Walks what the apps registered as personal data."""

    help = (
        "Print as JSON what is stored about the person with this e-mail address, or delete it with --delete. Orders and "
        "invoices stay, because the seller must keep them; so does the account itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and whether to delete."""
        parser.add_argument("address", help="the e-mail address of the account")
        parser.add_argument("--delete", action="store_true", help="delete it instead of printing it")

    def handle(self, *, address: str, delete: bool, **_options: object) -> None:
        """Print the data, or how many rows of each kind were deleted; `CommandError` for an unknown address."""
        user = User.objects.filter(email__iexact=address.strip()).first()
        if user is None:
            raise CommandError(f"Nobody has an account with the address {address}.")
        if delete:
            self._delete(user)
        else:
            found = {str(kind.label): kind.export(user) for kind in extension.personal_data.values()}
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False, default=str))

    def _delete(self, user: User) -> None:
        with transaction.atomic():
            counts = [(kind.label, kind.purge(user)) for kind in extension.personal_data.values()]
        for label, number in counts:
            self.stdout.write(f"{label}: {number} rows deleted or emptied")
