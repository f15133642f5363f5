"""Money: exact decimals in a currency's smallest unit, and how people write it.

Amounts are `Decimal`; a currency is an ISO 4217 code. Every amount that is stored or charged has passed `rounded`
(half up, as invoices do) or `require_exact`.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from babel.core import Locale
from babel.numbers import format_currency, get_currency_precision
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ZERO = Decimal(0)
# Sent to Stripe as they are: these have no smaller unit. UGX and ISK have none either, but Stripe takes them in
# hundredths that must be 00 (https://docs.stripe.com/currencies#zero-decimal).
STRIPE_WHOLE = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"]
)
# "NOK100.00": what stands for a currency is kept apart from the number when it is made of letters, as CLDR asks;
# the library leaves it out.
LETTER_BESIDE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


def quantum(currency: str) -> Decimal:
    """Return the smallest unit: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Return the amount in whole smallest units, halves up."""
    return amount.quantize(quantum(currency), rounding=ROUND_HALF_UP)


def require_exact(amount: Decimal, currency: str) -> Decimal:
    """Return the amount; `ValidationError` when it has a fraction that the currency does not know."""
    if amount != rounded(amount, currency):
        raise ValidationError(
            _("%(currency)s has no smaller unit than %(unit)s: write a rounder amount."),
            params={"currency": currency, "unit": quantum(currency)},
        )
    return rounded(amount, currency)


def spread(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Split an amount in proportion to the weights, to the smallest unit; the parts sum to it exactly.

    No part exceeds its weight as long as the amount does not exceed their sum.
    """
    parts, left, weight_left = [], amount, sum(weights, ZERO)
    for weight in weights:
        # What is left over what remains: rounding errors even out on the way instead of piling up on the last part.
        part = rounded(left * weight / weight_left, currency) if weight_left else ZERO
        parts.append(part)
        left, weight_left = left - part, weight_left - weight
    return parts


def to_stripe(amount: Decimal, currency: str) -> int:
    """Return the whole number that Stripe takes for the amount."""
    exact = require_exact(amount, currency)
    return int(exact) if currency.upper() in STRIPE_WHOLE else int(exact * 100)


def from_stripe(amount: int, currency: str) -> Decimal:
    """Return the amount for a whole number that Stripe gave."""
    code = currency.upper()
    return Decimal(amount) if code in STRIPE_WHOLE else rounded(Decimal(amount) / 100, code)


def display(amount: Decimal, currency: str, language: str = "en") -> str:
    """Return the amount as people of that language write it, with its currency."""
    words = format_currency(amount, currency, locale=Locale.parse(language.replace("-", "_"), sep="_"))
    return LETTER_BESIDE_DIGIT.sub(NO_BREAK_SPACE, words)
