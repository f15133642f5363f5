"""Next year's conference out of this year's."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conference.messages import one_line
from conference.models import Conference
from conference.services.clone import clone_conference


class Command(BaseCommand):
    """Copies sections, switches, facts, look, defaults, questions, rights and pages (as drafts); no person, order, secret."""

    help = "Make next year's conference out of this year's; its pages are drafts, its key dates “to be announced”."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take both short names and the new first day."""
        parser.add_argument("old", metavar="OLD", help="short name of the conference to copy")
        parser.add_argument("new", metavar="NEW", help="short name of the new one")
        parser.add_argument("--start", required=True, metavar="DATE", help="first day, as 2027-05-31")
        parser.add_argument("--name", default="", help="default: the old name with the year replaced")
        parser.add_argument(
            "--address", default="", help="address of the new site; default: the old one's with the year replaced"
        )

    def handle(self, *, old: str, new: str, start: str, name: str, address: str, **_options: object) -> None:
        """Print what was copied; a mistake is one line, exit code 1, and nothing is written."""
        try:
            source = Conference.objects.select_related("feature_flags", "facts", "brand").get(slug=old)
            first_day = date.fromisoformat(start)
            clone = clone_conference(source, slug=new, start_date=first_day, name=name, address=address)
        except Conference.DoesNotExist as error:
            raise CommandError(f"there is no conference “{old}”") from error
        except ValidationError as error:
            raise CommandError(one_line(error)) from error
        except ValueError as error:
            raise CommandError(f"--start {start}: write the day as 2027-05-31") from error
        for label, number in clone.copied:
            self.stdout.write(f"{label}: {number}")
        made = clone.conference
        self.stdout.write(self.style.SUCCESS(f"{made.name} ({made.slug}) begins on {made.start_date}."))
        self.stdout.write(f"Address: {made.website_url}" if made.website_url else "It has no pages yet.")
        self.stdout.write("Key dates are “to be announced”, pages and questions are drafts, and it is not public yet.")
