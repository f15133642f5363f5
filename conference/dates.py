"""Days and times in words, for readers: the one place that decides how they are written.

Everything takes the `language` (a code such as "en-GB") and, for moments, the time zone in which they are read. English
without a country is written as in the United States.
"""

import datetime as dt
import re
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import DateTimePattern, format_interval, match_skeleton, parse_pattern

DayStyle = Literal["day", "full", "short", "weekday", "month", "weekday-month", "short-weekday-month"]
# Style -> the locale's pattern it is made from, and whether abbreviations in it are written out.
SKELETONS: dict[str, tuple[str, bool]] = {
    "month": ("MMMMd", True),  # 12 June
    "weekday-month": ("MMMEd", True),  # Saturday 12 June
    "short-weekday-month": ("MMMEd", False),  # Sat 12 Jun
    "short": ("yMMMEd", False),  # Sat, 12 Jun 2027
}
FORMATS = {"day": "long", "full": "full"}  # 12 June 2027; Saturday, 12 June 2027
WEEKDAY = "weekday"  # Saturday
SHORT_MONTH = re.compile("(?<!M)MMM(?!M)")
SHORT_WEEKDAY = re.compile("(?<!E)E{1,3}(?!E)")
FALLBACK = "en"


def day_words(day: dt.date, style: DayStyle, *, language: str) -> str:
    """Return a day; "Saturday 12 June" for example in the style "weekday-month"."""
    locale = locale_of(language)
    return _day_pattern(style, locale).apply(day, locale)


def days_words(first: dt.date, last: dt.date, *, language: str) -> str:
    """Return the days from the first to the last as one reads them: “12–13 June 2027”."""
    if first == last:
        return day_words(first, "day", language=language)
    locale = locale_of(language)
    patterns = locale.interval_formats.get("yMMMd", {})
    widest = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    if widest not in patterns:
        return f"{day_words(first, 'day', language=language)} – {day_words(last, 'day', language=language)}"
    # Months written out, where the pattern of the locale abbreviates them.
    begins, ends = (SHORT_MONTH.sub("MMMM", pattern) for pattern in patterns[widest])
    return parse_pattern(begins).apply(first, locale) + parse_pattern(ends).apply(last, locale)


def time_words(moment: dt.datetime, *, language: str, zone: dt.tzinfo) -> str:
    """Return the time of day of an aware moment: “18:00”, or “6:00 PM” where one counts to twelve."""
    locale = locale_of(language)
    return parse_pattern(locale.time_formats["short"]).apply(moment.astimezone(zone), locale)


def times_words(start: dt.datetime, end: dt.datetime | None, *, language: str, zone: dt.tzinfo) -> str:
    """Return from when to when: “14:30–15:00”, “2:30 – 3:00 PM”; without an end the start alone."""
    begins = time_words(start, language=language, zone=zone)
    if end is None:
        return begins
    locale = locale_of(language)
    if "a" in locale.time_formats["short"].pattern:  # the half of the day stands once where both are in the same
        return format_interval(start.astimezone(zone), end.astimezone(zone), "hm", tzinfo=zone, locale=locale)
    return f"{begins}–{time_words(end, language=language, zone=zone)}"


def weekday_time_words(moment: dt.datetime, *, language: str, zone: dt.tzinfo) -> str:
    """Return an aware moment within the event: “Thu 14:30”."""
    locale = locale_of(language)
    weekday = parse_pattern("EEE").apply(moment.astimezone(zone), locale)
    return f"{weekday} {time_words(moment, language=language, zone=zone)}"


@lru_cache(maxsize=64)
def moment_words(moment: dt.datetime, *, language: str, zone: dt.tzinfo, style: DayStyle = "day") -> str:
    """Return day and time of an aware moment, with the name of the zone: “12 June 2027, 18:00 (CEST)”."""
    there = moment.astimezone(zone)
    day, time = day_words(there, style, language=language), time_words(there, language=language, zone=zone)
    return f"{day}, {time} ({there.tzname()})"


def locale_of(language: str) -> Locale:
    """Return Babel's locale for a language; English when Babel does not know it."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


@lru_cache(maxsize=256)
def _day_pattern(style: str, locale: Locale) -> DateTimePattern:
    if style == WEEKDAY:
        return parse_pattern("EEEE")
    if style in FORMATS:
        return parse_pattern(locale.date_formats[FORMATS[style]])
    wanted, is_written_out = SKELETONS[style]
    if wanted not in locale.datetime_skeletons:
        wanted = match_skeleton(wanted, locale.datetime_skeletons) or wanted
    pattern = locale.datetime_skeletons[wanted].pattern if wanted in locale.datetime_skeletons else wanted
    if is_written_out:
        pattern = SHORT_WEEKDAY.sub("EEEE", SHORT_MONTH.sub("MMMM", pattern))
    return parse_pattern(pattern)
