"""What a key of Stripe looks like: which kind it is, and whether it moves real money.

A key in the wrong field is refused here, because the publishable one is printed on pages for everybody to read.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PUBLISHABLE, SECRET, WEBHOOK = "stripe_publishable_key", "stripe_secret_key", "stripe_webhook_secret"
PATTERNS = {
    PUBLISHABLE: r"pk_(test|live)_\w+",
    SECRET: r"(sk|rk)_(test|live)_\w+",
    WEBHOOK: r"whsec_\S+",
}
REASONS = {
    PUBLISHABLE: gettext_lazy(
        "The publishable key should begin with pk_test_ or pk_live_: this looks like another one."
    ),
    SECRET: gettext_lazy(
        "The secret key should begin with sk_ or rk_, and test_ or live_: this looks like another one."
    ),
    WEBHOOK: gettext_lazy("The webhook’s secret should begin with whsec_: this looks like another one."),
}


def fits(field: str, key: str | None) -> bool:
    """Return whether a key is of the kind that a conference's field of this name is for."""
    return re.fullmatch(PATTERNS[field], key or "") is not None


def is_live(key: str | None) -> bool:
    """Return whether a key moves real money; restricted keys say it in the same place."""
    return "_live_" in (key or "")


def errors_of(values: dict[str, str | None]) -> dict[str, list[ValidationError]]:
    """Return by field what is wrong with the keys, each in one sentence; an empty one is only not there yet."""
    errors = {name: [ValidationError(REASONS[name])] for name, key in values.items() if key and not fits(name, key)}
    publishable, secret = values.get(PUBLISHABLE), values.get(SECRET)
    if publishable and secret and not errors and is_live(publishable) != is_live(secret):
        mixed = _("One key is live and the other is for tests: take both from the same page at Stripe.")
        errors[PUBLISHABLE] = [ValidationError(mixed)]
    return errors
