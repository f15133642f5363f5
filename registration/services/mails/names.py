"""Names that people write about others: they stand in mails which the site sends to strangers."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ADDRESS = re.compile(r"://|\bwww\.|\w\.\w{2,}/", re.IGNORECASE)


def require_no_address(name: str) -> None:
    """Raise `ValidationError` for a name with a web address in it: nobody shall advertise in our name."""
    if ADDRESS.search(name):
        raise ValidationError(_("Write a name, without web addresses."))
