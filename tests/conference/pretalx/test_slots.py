"""How slots are recognised from one release to the next."""

from datetime import UTC, datetime, timedelta

import pytest

from conference.pretalx.diff import KindPlan
from conference.pretalx.plan import Plan
from conference.pretalx.records import SlotRecord
from conference.pretalx.slots import plan_slots
from conference.pretalx.state import load_state
from conference.pretalx.talks import TalkPlan
from conference.pretalx.write import write_plan
from tests.conference.pretalx.servers import public
from tests.factories.conference import RoomFactory, TalkFactory

pytestmark = pytest.mark.django_db

NINE = datetime(2027, 6, 10, 9, tzinfo=UTC)
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def at(minutes=0, room=1, talk="AAAAAA", title="", length=30):
    start = NINE + timedelta(minutes=minutes)
    return SlotRecord(talk, title, room, start, start + timedelta(minutes=length), "talk" if talk else "break")


@pytest.fixture
def programme(conference):
    for number in (1, 2, 3):
        RoomFactory(conference=conference, pretalx_id=number, name=f"Room {number}")
    for code in ("AAAAAA", "BBBBBB"):
        TalkFactory(conference=conference, pretalx_code=code, speakers=[])
    return conference


def sync(conference, *records):
    """Sync these slots; returns the counts."""
    state = load_state(conference)
    slots = plan_slots(state, records, now=NOW)
    write_plan(state, Plan(KindPlan("rooms"), KindPlan("speakers"), TalkPlan("talks"), slots), now=NOW)
    return slots.counts()


def seen(conference):
    return {
        slot.uid: (slot.start, slot.room.pretalx_id)
        for slot in public(conference.schedule_slots).select_related("room")
    }


def test_the_same_slots_again_change_nothing_in_any_order(programme):
    records = [at(0), at(0, room=2), at(60), at(0, talk="BBBBBB")]
    assert sync(programme, *records)["added"] == 4
    assert sync(programme, *reversed(records)) == {"added": 0, "changed": 0, "removed": 0, "unchanged": 4}


def test_a_slot_that_moved_in_time_is_the_same_slot(programme):
    sync(programme, at(0))
    before = seen(programme)
    assert sync(programme, at(20)) == {"added": 0, "changed": 1, "removed": 0, "unchanged": 0}
    assert seen(programme).keys() == before.keys()


def test_of_two_slots_the_one_that_stayed_is_recognised_first(programme):
    sync(programme, at(0, room=1), at(60, room=1))
    before = seen(programme)
    sync(programme, at(60, room=1), at(80, room=1))
    after = seen(programme)
    assert after.keys() == before.keys()
    stayed = next(uid for uid, (start, _room) in before.items() if start == NINE + timedelta(minutes=60))
    assert after[stayed] == before[stayed]


def test_parallel_slots_that_swap_nothing_but_time_keep_their_rooms(programme):
    sync(programme, at(0, room=1), at(0, room=2))
    before = seen(programme)
    sync(programme, at(0, room=2), at(20, room=1))
    after = seen(programme)
    assert {uid: room for uid, (_start, room) in after.items()} == {uid: room for uid, (_start, room) in before.items()}


def test_a_change_of_room_and_time_is_still_the_same_slot(programme):
    sync(programme, at(0, room=1))
    before = seen(programme)
    assert sync(programme, at(300, room=3))["changed"] == 1
    assert seen(programme).keys() == before.keys()


def test_one_slot_more_and_one_slot_less(programme):
    sync(programme, at(0))
    assert sync(programme, at(0), at(60)) == {"added": 1, "changed": 0, "removed": 0, "unchanged": 1}
    assert sync(programme, at(60)) == {"added": 0, "changed": 0, "removed": 1, "unchanged": 1}
    assert sync(programme, at(0), at(60)) == {"added": 1, "changed": 0, "removed": 0, "unchanged": 1}
    assert programme.schedule_slots.count() == 2  # the hidden one came back instead of a third


def test_a_slot_that_comes_back_has_a_new_sequence_and_its_old_uid(programme):
    sync(programme, at(0))
    uid = programme.schedule_slots.get().uid
    sync(programme)
    assert seen(programme) == {}
    sync(programme, at(0))
    slot = programme.schedule_slots.get()
    assert (slot.uid, slot.sequence, slot.moved_at) == (uid, 1, None)


def test_talks_do_not_take_each_other_s_slots(programme):
    sync(programme, at(0, talk="AAAAAA"))
    uid = programme.schedule_slots.get().uid
    assert sync(programme, at(0, talk="BBBBBB")) == {"added": 1, "changed": 0, "removed": 1, "unchanged": 0}
    assert programme.schedule_slots.get(uid=uid).talk.code == "AAAAAA"


def test_breaks_of_one_name_stay_apart(programme):
    lunches = [at(minutes, room, talk="", title="Lunch") for minutes in (0, 1440) for room in (1, 2, 3)]
    assert sync(programme, *lunches)["added"] == 6
    later = [*lunches[:5], at(1460, 3, talk="", title="Lunch")]
    assert sync(programme, *later) == {"added": 0, "changed": 1, "removed": 0, "unchanged": 5}


def test_a_break_with_another_title_at_the_same_place_is_renamed(programme):
    sync(programme, at(0, talk="", title="Lunch"), at(0, room=2, talk="", title="Lunch"))
    before = seen(programme)
    assert sync(programme, at(0, talk="", title="Meal"), at(0, room=2, talk="", title="Lunch"))["changed"] == 1
    assert seen(programme) == before
    assert set(public(programme.schedule_slots).values_list("title", flat=True)) == {"Meal", "Lunch"}
    assert sync(programme, at(0, talk="", title="Meal"), at(0, room=2, talk="", title="Lunch"))["unchanged"] == 2


def test_a_longer_slot_changes_its_end_without_being_moved(programme):
    sync(programme, at(0, length=30))
    assert sync(programme, at(0, length=45))["changed"] == 1
    slot = programme.schedule_slots.get()
    assert (slot.sequence, slot.moved_at) == (1, None)


def test_slots_of_unknown_and_hidden_talks_are_left_out(programme):
    programme.talks.filter(code="BBBBBB").update(is_public=False)
    assert sync(programme, at(0, talk="ZZZZZZ"), at(0, talk="BBBBBB"))["added"] == 0


def test_a_slot_without_a_room_is_fine(programme):
    sync(programme, at(0, room=None))
    assert programme.schedule_slots.get().room is None
    assert sync(programme, at(0, room=None))["unchanged"] == 1
    assert sync(programme, at(0, room=2))["changed"] == 1
