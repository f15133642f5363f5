"""A day as a grid: rows, columns, bands and folded cells."""

import pytest

from cms.schedule.grid import Band, Cell, day_grid
from conference.models import ScheduleSlot
from conference.queries.schedule import load_schedule
from tests.factories.conference import BreakFactory, RoomFactory, ScheduleSlotFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(conference):
    return [
        RoomFactory(conference=conference, name=name, position=n) for n, name in enumerate(("Hall", "Attic", "Loft"))
    ]


def grid(conference):
    return day_grid(load_schedule(conference).days[0])


def slot(conference, room, start, end, **options):
    return ScheduleSlotFactory(
        conference=conference, room=room, start=at(conference, start), end=at(conference, end), **options
    )


def pause(conference, room, start, end, title="Tea", kind="break"):
    return BreakFactory(
        conference=conference,
        room=room,
        title=title,
        slot_type=kind,
        start=at(conference, start),
        end=at(conference, end),
    )


def places(found) -> dict[str, list[str]]:
    result = {}
    for entry in found.entries:
        title = entry.title if isinstance(entry, Band) else " + ".join(slot.title for slot in entry.slots)
        result.setdefault(title, []).append(entry.position)
    return result


def test_positions_follow_time_and_room(conference, rooms):
    hall, attic, _loft = rooms
    slot(conference, hall, "09:00", "09:30", talk__title="One")
    slot(conference, attic, "09:15", "10:00", talk__title="Two")
    found = grid(conference)
    assert found.rooms == (("Hall", "c1"), ("Attic", "c2"))
    assert places(found) == {"One": ["r0 s6 c1"], "Two": ["r3 s9 c2"]}
    assert [label.position for label in found.labels] == ["r0", "r3"]


def test_odd_minutes_are_widened_to_five(conference, rooms):
    slot(conference, rooms[0], "09:02", "09:28", talk__title="One")
    assert places(grid(conference)) == {"One": ["r0 s6 c1"]}


def test_talks_that_share_a_room_are_folded_into_one_cell(conference, rooms):
    for title in ("A", "B", "C"):
        slot(conference, rooms[0], "09:00", "10:00", talk__title=title)
    slot(conference, rooms[0], "09:50", "10:30", talk__title="D")
    slot(conference, rooms[0], "10:30", "11:00", talk__title="E")
    assert places(grid(conference)) == {"A + B + C + D": ["r0 s18 c1"], "E": ["r18 s6 c1"]}


def test_break_spans_all_rooms_that_are_free(conference, rooms):
    hall, attic, loft = rooms
    slot(conference, hall, "09:00", "09:30", talk__title="One")
    slot(conference, attic, "09:00", "11:00", talk__title="Workshop")
    slot(conference, loft, "09:00", "09:30", talk__title="Two")
    pause(conference, hall, "09:30", "10:00")
    pause(conference, loft, "09:30", "10:00")
    pause(conference, None, "11:00", "11:30", title="Lunch")
    found = places(grid(conference))
    assert found["Tea"] == ["r6 s6 c1 w1", "r6 s6 c3 w1"]
    assert found["Lunch"] == ["r24 s6 c1 w3"]


def test_party_in_one_room_is_no_band_while_others_talk(conference, rooms):
    hall, attic, _loft = rooms
    slot(conference, hall, "20:00", "21:00", talk__title="Late talk")
    pause(conference, attic, "20:00", "22:00", title="Games", kind=ScheduleSlot.Kind.SOCIAL)
    found = grid(conference)
    assert [type(entry) for entry in found.entries] == [Cell, Cell]
    assert places(found)["Games"] == ["r0 s24 c2"]


def test_long_pauses_are_shortened_and_the_axis_says_so(conference, rooms):
    slot(conference, rooms[0], "09:00", "09:30", talk__title="One")
    slot(conference, rooms[0], "20:00", "20:30", talk__title="Two")
    found = grid(conference)
    assert places(found) == {"One": ["r0 s6 c1"], "Two": ["r10 s6 c1"]}
    moments = {row: moment for moment, row in (point.split(":") for point in found.axis.split())}
    assert int(moments["10"]) == at(conference, "20:00").timestamp() * 1000
    assert list(moments) == ["0", "6", "10", "16"]


def test_what_has_no_room_gets_a_column_of_its_own(conference, rooms):
    slot(conference, rooms[0], "09:00", "09:30", talk__title="One")
    slot(conference, None, "09:00", "09:30", talk__title="Outside")
    assert grid(conference).rooms == (("Hall", "c1"), ("", "c2"))


def test_more_rooms_than_a_grid_can_show_leave_the_list(conference):
    for number in range(21):
        ScheduleSlotFactory(conference=conference, room=RoomFactory(conference=conference, position=number))
    assert grid(conference) is None
