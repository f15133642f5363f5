import pytest

from conference.services.own_slots import follow_first_slot
from tests.factories.conference import ConferenceFactory, RoomFactory, ScheduleSlotFactory, TalkFactory, at


@pytest.fixture
def conference(db):
    return ConferenceFactory()


def test_a_talk_follows_its_first_public_slot(conference):
    talk, room = TalkFactory(conference=conference), RoomFactory(conference=conference)
    for time, public in (("09:00", False), ("11:00", True), ("14:00", True)):
        ScheduleSlotFactory(conference=conference, talk=talk, room=room, start=at(conference, time), is_public=public)
    follow_first_slot(talk)
    talk.refresh_from_db()
    assert (talk.room, talk.slot_start) == (room, at(conference, "11:00"))


def test_a_talk_that_lost_its_slots_has_no_time(conference):
    talk = TalkFactory(conference=conference, slot_start=at(conference, "09:00"), slot_end=at(conference, "10:00"))
    follow_first_slot(talk)
    talk.refresh_from_db()
    assert (talk.room, talk.slot_start, talk.slot_end) == (None, None, None)


def test_an_imported_talk_is_left_alone(conference):
    talk = TalkFactory(conference=conference, pretalx_code="ABC123", slot_start=at(conference, "09:00"))
    follow_first_slot(talk)
    talk.refresh_from_db()
    assert talk.slot_start == at(conference, "09:00")
