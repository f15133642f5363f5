"""Money: smallest units, what Stripe takes, and how people write it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from conference.money import display, from_stripe, quantum, require_exact, rounded, spread, to_stripe


@pytest.mark.parametrize(
    ("currency", "unit"), [("USD", "0.01"), ("EUR", "0.01"), ("JPY", "1"), ("ISK", "1"), ("UGX", "1")]
)
def test_each_currency_has_its_smallest_unit(currency, unit):
    assert quantum(currency) == Decimal(unit)


def test_halves_are_rounded_up():
    assert rounded(Decimal("0.125"), "EUR") == Decimal("0.13")
    assert rounded(Decimal("2.5"), "JPY") == Decimal(3)


def test_a_fraction_that_a_currency_does_not_know_is_refused():
    assert require_exact(Decimal("10.00"), "JPY") == Decimal(10)
    with pytest.raises(ValidationError, match="JPY has no smaller unit than 1"):
        require_exact(Decimal("10.50"), "JPY")


@pytest.mark.parametrize(
    ("amount", "currency", "number"),
    [("25.00", "USD", 2500), ("25000", "JPY", 25000), ("1500", "ISK", 150_000), ("3700", "UGX", 370_000)],
)
def test_stripe_takes_and_gives_whole_numbers(amount, currency, number):
    assert to_stripe(Decimal(amount), currency) == number
    assert from_stripe(number, currency.lower()) == Decimal(amount)


@given(
    weights=st.lists(st.integers(0, 100_000), min_size=1, max_size=12),
    share=st.integers(0, 100),
    currency=st.sampled_from(["EUR", "JPY"]),
)
def test_parts_sum_to_the_whole_and_stay_below_their_weights(weights, share, currency):
    unit = quantum(currency)
    weights = [weight * unit for weight in weights]
    amount = rounded(sum(weights) * share / 100, currency)
    parts = spread(amount, weights, currency)
    assert sum(parts) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@pytest.mark.parametrize(
    ("amount", "currency", "language", "words"),
    [
        ("1234.50", "EUR", "en-GB", "€1,234.50"),
        ("1234.50", "EUR", "de", "1.234,50\xa0€"),
        ("25000", "JPY", "en", "¥25,000"),
        ("2400.00", "NOK", "en", "NOK\xa02,400.00"),
        ("-10.00", "CHF", "en-GB", "-CHF\xa010.00"),
        ("2400.00", "NOK", "nb", "2\xa0400,00\xa0kr"),
        ("10.00", "CAD", "en", "CA$10.00"),
    ],
)
def test_amounts_are_written_as_people_do(amount, currency, language, words):
    assert display(Decimal(amount), currency, language) == words
