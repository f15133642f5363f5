"""`manage.py load_demo`: an invented conference with everything, to look at and to try things out."""

import logging
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from conference.models import Conference
from conference.pretalx.errors import PretalxError
from sandbox.demo.accounts import load_accounts
from sandbox.demo.content import load_table
from sandbox.demo.load import DemoRefused, load_demo, move_to


class Command(BaseCommand):
    """Load the demo, or what is missing of it."""

    help = "Load the demo: an invented conference with programme, pages and accounts. Development only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option of `make run`."""
        parser.add_argument(
            "--if-empty", action="store_true", help="Leave a database alone that holds another conference."
        )

    def handle(self, *, if_empty: bool, **_options: object) -> None:
        """Load and say what was done."""
        slug = load_table("site")["conference"]["slug"]
        if if_empty and Conference.objects.exclude(slug=slug).exists():
            self.stdout.write("There is a conference already, so the demo is not loaded.")
            return
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # a line for every page would hide what matters
        try:
            loaded = load_demo(report=self.stdout.write)
        except (DemoRefused, PretalxError) as error:
            raise CommandError(str(error)) from error
        move_to(settings.WAGTAILADMIN_BASE_URL)
        password, accounts = load_accounts()
        if not loaded.is_new:
            self.stdout.write("The demo is there already.")
        self.stdout.write(f"Accounts, all with the password “{password}”:")
        for account in accounts:
            self.stdout.write(f"  {account.email:<26} {account.what}")
