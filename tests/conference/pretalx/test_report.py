from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from conference.models import Room, Talk
from conference.pretalx.diff import Change, FieldChange, KindPlan
from conference.pretalx.report import LONGEST_VALUE, MOST_ROWS, _around, _details, written

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ("", "–"),
        ([], "–"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (["a", "b"], "a, b"),
        ([{"title": "Slides", "url": "https://x"}], "Slides"),
        (datetime(2027, 3, 26, 11, 30, tzinfo=UTC), "Fri 26 Mar 2027, 12:30"),
        (Room(name="Hall"), "Hall"),
    ],
)
def test_values_are_written_as_staff_read_them(value, text):
    assert written(value, BERLIN) == text


def test_a_long_text_is_shown_where_it_differs():
    old = "same " * 200 + "old end " + "x" * 500
    new = "same " * 200 + "new end " + "x" * 500
    assert "old end" in _around(old, new)
    assert "new end" in _around(new, old)
    assert len(_around(old, new)) <= LONGEST_VALUE + 1
    assert _around("short", "other") == "short"


def test_lists_are_bounded_but_counts_are_not():
    plan = KindPlan("talks", added=[Talk(title=f"Talk {number}", pretalx_code=f"T{number}") for number in range(500)])
    assert len(_details(plan, BERLIN)["added"]) == MOST_ROWS
    assert plan.counts()["added"] == 500


def test_a_changed_row_is_called_by_the_name_people_know():
    room = Room(name="New", pretalx_id=6)
    plan = KindPlan("rooms", changed=[Change(room, [FieldChange("name", "Old", "New")])])
    assert _details(plan, BERLIN)["changed"] == [
        {"key": "6", "name": "Old", "fields": [{"field": "name", "old": "Old", "new": "New"}]}
    ]
