import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from conference.models import ScheduleSlot, Talk
from conference.services import own_slots
from conference.services.own_slots import delete_slot, follow_first_slot, save_slot
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


def test_a_slot_that_changes_its_talk_moves_both(conference):
    first, second = TalkFactory(conference=conference), TalkFactory(conference=conference)
    slot = save_slot(ScheduleSlotFactory.build(conference=conference, talk=first, room=None))
    first.refresh_from_db()
    assert first.slot_start == slot.start
    slot.talk = second
    save_slot(slot)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.slot_start, second.slot_start) == (None, slot.start)
    delete_slot(slot)
    second.refresh_from_db()
    assert second.slot_start is None


def test_a_slot_is_not_stored_when_its_talk_cannot_follow(conference, monkeypatch):
    def broken(_talk):
        raise DatabaseError

    talk = TalkFactory(conference=conference)
    monkeypatch.setattr(own_slots, "follow_first_slot", broken)
    with pytest.raises(DatabaseError):
        save_slot(ScheduleSlotFactory.build(conference=conference, talk=talk, room=None))
    assert not ScheduleSlot.objects.exists()


def test_slots_of_a_closed_conference_stay(conference):
    slot = ScheduleSlotFactory(conference=conference)
    conference.is_closed = True
    conference.save()
    for act in (save_slot, delete_slot):
        with pytest.raises(ValidationError, match="is closed"):
            act(slot)
    assert Talk.objects.get().slot_start == ScheduleSlot.objects.get().start
