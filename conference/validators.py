"""Checks of single values that several models share. Each raises `ValidationError` with one sentence."""

import zoneinfo

from babel.numbers import get_currency_precision, list_currencies
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

HEX_COLOUR = r"^#[0-9a-fA-F]{6}$"
validate_colour = RegexValidator(HEX_COLOUR, _("Write the colour as # and six digits, for example #0b5fff."))


def validate_timezone(value: str) -> None:
    """Accept a name of the IANA time zone database, such as Europe/Berlin."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(value)s” is no time zone. Use a name such as Europe/Berlin or America/New_York."),
            params={"value": value},
        )


def validate_currency(value: str) -> None:
    """Accept an ISO 4217 code of a currency with at most two decimals."""
    if value not in list_currencies():
        raise ValidationError(
            _("“%(value)s” is no currency code. Use three letters such as EUR or USD."), params={"value": value}
        )
    if get_currency_precision(value) > 2:
        raise ValidationError(
            _("%(value)s counts in thousandths, which payments here cannot do."), params={"value": value}
        )
