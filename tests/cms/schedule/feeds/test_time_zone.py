"""The description of a time zone in calendars."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cms.schedule.feeds.time_zone import changes, time_zone

FIRST = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
LAST = dt.datetime(2027, 12, 31, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        ("Europe/Berlin", ["2027-03-28T01:00:00", "2027-10-31T01:00:00"]),
        ("America/St_Johns", ["2027-03-14T05:30:00", "2027-11-07T04:30:00"]),
        ("Australia/Lord_Howe", ["2027-04-03T15:00:00", "2027-10-02T15:30:00"]),
        ("Asia/Kolkata", []),
    ],
)
def test_changes_are_found_to_the_second(zone, moments):
    assert [f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in changes(ZoneInfo(zone), FIRST, LAST)] == moments


def test_rules_begin_by_the_clock_as_it_stood_before():
    zone = time_zone(ZoneInfo("Europe/Berlin"), FIRST, LAST)
    rules = [
        (
            rule.name,
            str(rule["TZNAME"]),
            rule["DTSTART"].to_ical(),
            rule["TZOFFSETFROM"].to_ical(),
            rule["TZOFFSETTO"].to_ical(),
        )
        for rule in zone.subcomponents
    ]
    assert zone["TZID"] == "Europe/Berlin"
    assert rules == [
        ("STANDARD", "CET", b"20270101T010000", "+0100", "+0100"),
        ("DAYLIGHT", "CEST", b"20270328T020000", "+0100", "+0200"),
        ("STANDARD", "CET", b"20271031T030000", "+0200", "+0100"),
    ]
