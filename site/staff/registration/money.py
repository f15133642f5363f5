"""How the shop's desk writes amounts and percentages."""

from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.money import display


def amount_words(amount: Decimal | None, currency: str) -> str:
    """Return the amount with its currency as the staff member's language writes it; "" for none."""
    return "" if amount is None else display(amount, currency, get_language() or "en")


def percent_words(value: Decimal) -> str:
    """Return a percentage without useless zeros."""
    return _("%(percent)s %%") % {"percent": f"{value.normalize():f}"}
