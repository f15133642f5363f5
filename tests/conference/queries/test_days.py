"""Days from 04:00 to 04:00 in the conference's own zone."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from conference.queries.days import day_bounds, day_of

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2027-06-10T03:59:59+02:00", dt.date(2027, 6, 9)),
        ("2027-06-10T04:00:00+02:00", dt.date(2027, 6, 10)),
        ("2027-06-11T01:00:00+02:00", dt.date(2027, 6, 10)),
        ("2027-06-10T01:59:00+00:00", dt.date(2027, 6, 9)),
        ("2027-06-10T23:30:00-10:00", dt.date(2027, 6, 11)),
    ],
)
def test_day_of_a_moment_given_in_any_zone(moment, day):
    assert day_of(dt.datetime.fromisoformat(moment), BERLIN) == day


def test_day_of_the_clock_change_is_an_hour_short():
    start, end = day_bounds(dt.date(2027, 3, 27), BERLIN)
    assert (end.astimezone(dt.UTC) - start.astimezone(dt.UTC)) == dt.timedelta(hours=23)


def test_walk_across_the_clock_change_belongs_to_the_evening_before():
    assert day_of(dt.datetime.fromisoformat("2027-03-28T03:30:00+02:00"), BERLIN) == dt.date(2027, 3, 27)
