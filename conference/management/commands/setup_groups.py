"""Make the groups that stand for roles, or bring them back to what the roles say."""

from django.core.management.base import BaseCommand, CommandError

from conference.services import roles


class Command(BaseCommand):
    """Makes one group for each role and conference, with exactly the role's rights; people stay where they are."""

    help = "Make the role groups of every conference, or bring them back to exactly their rights."

    def handle(self, **_options: object) -> None:
        """Print what changed."""
        try:
            lines = roles.sync_role_groups()
        except LookupError as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stdout.write(line)
        self.stdout.write(self.style.SUCCESS("Every role group holds exactly its rights."))
