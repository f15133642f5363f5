"""How the shop's desk writes amounts and moments."""

import datetime as dt
from decimal import Decimal

from django import template

from staff.columns import moment_in_zone
from staff.registration.money import amount_words

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """Return the amount with its currency."""
    return amount_words(amount, currency)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return day, time and zone in the zone of the view, which is the conference's; "" for none."""
    return moment_in_zone(value)
