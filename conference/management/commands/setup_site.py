"""Set up a conference from the shell, as the form at /admin/setup/ does."""

import sys
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conference.messages import one_line
from conference.models import User
from conference.services.setup import SetUp, set_up

# option, what a terminal is asked, whether it may stay empty
QUESTIONS = (
    ("name", "Name of the conference, with the year", False),
    ("start", "First day (2027-05-31)", False),
    ("end", "Last day (2027-06-02)", False),
    ("timezone", "Time zone (Europe/Berlin)", False),
    ("website", "Address of the site (https://2027.example.org or https://example.org/2027/)", False),
    ("currency", "Currency of all prices (EUR)", True),
    ("venue", "Venue and town", True),
    ("pretalx_event", "Pretalx event", True),
    ("organizer", "First organizers’ addresses, with spaces between", True),
)


class Command(BaseCommand):
    """Makes the conference, its site with drafts, the role groups, and invites the first organizers."""

    help = (
        "Set up a conference: event, site with drafts, roles, first organizers. Asks for what is missing in a terminal."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an option for each thing the form asks."""
        parser.add_argument("--name")
        parser.add_argument("--slug", default="", help="default: made from the name")
        parser.add_argument("--start", metavar="DATE")
        parser.add_argument("--end", metavar="DATE")
        parser.add_argument("--timezone", metavar="ZONE", help="for example Europe/Berlin")
        parser.add_argument(
            "--website", metavar="ADDRESS", help="a host of its own, or a path below a host of all years"
        )
        parser.add_argument("--currency", metavar="CODE", help="for example EUR; default: the installation's")
        parser.add_argument("--language", default="en", help="of the pages, for example en-gb or de; default: en")
        parser.add_argument("--venue", help="venue and town")
        parser.add_argument("--address", default="", help="address of the venue")
        parser.add_argument("--pretalx-event", metavar="EVENT")
        parser.add_argument("--pretalx-url", default="", help="default: the installation's Pretalx")
        parser.add_argument("--organizer", action="append", metavar="EMAIL", help="may be repeated")
        parser.add_argument("--noinput", action="store_true", help="ask nothing, even in a terminal")

    def handle(self, *, noinput: bool, **options: object) -> None:
        """Set up; a mistake is one line, exit code 1, and nothing is written."""
        if not noinput and sys.stdin.isatty():
            self._ask(options)
        missing = [f"--{name}" for name, _question, optional in QUESTIONS if not optional and not options[name]]
        if missing:
            raise CommandError(f"missing: {', '.join(missing)}")
        try:
            wanted = SetUp(
                name=options["name"],
                slug=options["slug"],
                start_date=_day("--start", options["start"]),
                end_date=_day("--end", options["end"]),
                timezone=options["timezone"],
                website_url=options["website"],
                currency=(options["currency"] or "").upper(),
                language=options["language"],
                venue=options["venue"] or "",
                address=options["address"],
                pretalx_event_slug=options["pretalx_event"] or "",
                pretalx_base_url=options["pretalx_url"],
                organizers=_addresses(options["organizer"] or ()),
            )
            conference = set_up(wanted, by=User.objects.filter(is_superuser=True, is_active=True).first())
        except ValidationError as error:
            raise CommandError(one_line(error)) from error
        self.stdout.write(self.style.SUCCESS(f"{conference.name} is set up at {conference.website_url}"))
        self.stdout.write("Its pages are drafts: sign in, open /admin/ and follow the checklist.")

    def _ask(self, options: dict) -> None:
        for name, question, optional in QUESTIONS:
            while options[name] is None:
                answer = input(f"{question}{' (empty: none)' if optional else ''}: ").strip()
                if answer or optional:
                    options[name] = answer.split() if name == "organizer" else answer


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{option} {text}: write the day as 2027-05-31") from error


def _addresses(given: Iterable[str]) -> list[str]:
    return [address for text in given for address in text.replace(",", " ").split()]
