import datetime as dt
import zoneinfo

import pytest

from conference import dates

ROME = zoneinfo.ZoneInfo("Europe/Rome")
SATURDAY = dt.date(2027, 6, 12)
HALF_PAST_TWO = dt.datetime(2027, 6, 12, 12, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("style", "british", "american"),
    [
        ("day", "12 June 2027", "June 12, 2027"),
        ("full", "Saturday, 12 June 2027", "Saturday, June 12, 2027"),
        ("short", "Sat, 12 Jun 2027", "Sat, Jun 12, 2027"),
        ("weekday", "Saturday", "Saturday"),
        ("month", "12 June", "June 12"),
        ("weekday-month", "Saturday 12 June", "Saturday, June 12"),
        ("short-weekday-month", "Sat 12 Jun", "Sat, Jun 12"),
    ],
)
def test_a_day_is_written_in_each_style_as_the_language_does(style, british, american):
    assert dates.day_words(SATURDAY, style, language="en-GB") == british
    assert dates.day_words(SATURDAY, style, language="en") == american


@pytest.mark.parametrize(
    ("language", "last", "text"),
    [
        ("en-GB", dt.date(2027, 6, 13), "12–13 June 2027"),
        ("en-GB", dt.date(2027, 7, 1), "12 June – 1 July 2027"),
        ("en-GB", SATURDAY, "12 June 2027"),
        ("de", dt.date(2027, 6, 13), "12.–13. Juni 2027"),
        ("tlh", dt.date(2027, 6, 13), "June 12 – 13, 2027"),
    ],
)
def test_days_of_an_event_are_written_together(language, last, text):
    assert dates.days_words(SATURDAY, last, language=language).replace("\u2009", " ") == text


@pytest.mark.parametrize(
    ("language", "start", "span", "within"),
    [
        ("en-GB", "14:30", "14:30–15:00", "Sat 14:30"),
        ("de", "14:30", "14:30–15:00", "Sa. 14:30"),
        ("en", "2:30 PM", "2:30 – 3:00 PM", "Sat 2:30 PM"),
    ],
)
def test_times_are_read_in_the_zone_and_counted_as_the_language_does(language, start, span, within):
    in_rome = {"language": language, "zone": ROME}
    end = HALF_PAST_TWO + dt.timedelta(minutes=30)

    found = (
        dates.time_words(HALF_PAST_TWO, **in_rome),
        dates.times_words(HALF_PAST_TWO, end, **in_rome),
        dates.weekday_time_words(HALF_PAST_TWO, **in_rome),
    )

    assert tuple(" ".join(text.split()) for text in found) == (start, span, within)
    assert dates.times_words(HALF_PAST_TWO, None, **in_rome) == found[0]
