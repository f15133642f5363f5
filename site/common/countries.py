"""Countries for a form: ISO 3166 codes with their names in the page's language, sorted as its readers sort."""

import unicodedata
from functools import lru_cache

from conference.dates import locale_of

# Codes that CLDR knows besides those of countries: unions, outlying islands without a code of their own, test regions.
NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


@lru_cache(maxsize=16)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) pairs."""
    names = locale_of(language).territories
    found = [
        (code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    ]
    return tuple(sorted(found, key=lambda pair: _sort_key(pair[1])))


def country_name(code: str, language: str) -> str:
    """Return a country's name; the code itself where nobody knows it."""
    return dict(countries(language)).get(code, code)


def _sort_key(name: str) -> str:
    """Return the name without marks on its letters: Åland stands beside Albania."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()
