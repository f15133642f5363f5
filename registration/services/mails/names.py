"""Names in mails: those that people write about others, which the site sends to strangers, and whom a ticket comes from."""

import re

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from registration.models import Attendee

# mail programs make a link of a bare “example.com” too; “Anna St.John” is a name, so only common endings are looked for
ENDINGS = (
    "com|net|org|info|biz|io|co|me|ru|cn|de|uk|eu|top|xyz|shop|store|site|online|club|app|link|click|live|icu|vip|ly|to"
)
ADDRESS = re.compile(rf"://|\bwww\.|\w\.\w{{2,}}/|[\w-]{{2,}}\.({ENDINGS})\b", re.IGNORECASE)


def require_no_address(name: str) -> None:
    """Raise `ValidationError` for a name with a web address in it: nobody shall advertise in our name."""
    if ADDRESS.search(name):
        raise ValidationError(_("Write a name, without web addresses."))


def giver_of(attendee: Attendee) -> str:
    """Return whom a ticket comes from, as its mails say: who bought it; of one that nobody bought, the conference."""
    return attendee.order.billing_name if attendee.order else attendee.conference.name


def kind_of(attendee: Attendee) -> str:
    """Return what kind of ticket it is, in the conference's language; one that nobody bought has no kind of its own."""
    if attendee.line:
        return attendee.line.description
    with translation.override(attendee.conference.language):
        return _("Guest")
