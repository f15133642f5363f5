"""What several forms of the staff offer to choose from."""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.utils.translation import get_language_info

from conference.dates import day_words, time_words

SAMPLE = dt.datetime(2027, 6, 12, 14, 30, tzinfo=dt.UTC)


def zones() -> list[tuple[str, str]]:
    """Return the names of the time zones that are places, sorted, and UTC."""
    places = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in ("UTC", *places)]


def languages() -> list[tuple[str, str]]:
    """Return (code, name with a day and a time as it writes them), sorted by name."""
    return sorted(((code, _with_sample(code)) for code, _name in settings.LANGUAGES), key=lambda choice: choice[1])


def with_stored(choices: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """Return the choices, and the stored value in front when it is none of them, so that saving does not change it."""
    return choices if not value or value in dict(choices) else [(value, value), *choices]


def _with_sample(code: str) -> str:
    day = day_words(SAMPLE.date(), "day", language=code)
    return f"{get_language_info(code)['name_translated']} ({day}, {time_words(SAMPLE, language=code, zone=dt.UTC)})"
