"""Where talks are placed when Pretalx does not say, and what of a talk is ours."""

from datetime import UTC, date, datetime, time

import pytest

from conference.models import SubmissionTypeDefault, TalkOverride
from tests.conference.pretalx.servers import conference_for, everything, service_for
from tests.factories.conference import RoomFactory, ScheduleSlotFactory, SpeakerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(serve):
    """A synced event in which one confirmed talk has no place yet."""
    conference = conference_for(serve("small"), identity="read")
    service_for(conference).sync_all()
    return conference


def default(event, **values):
    homeless = event.talks.get(slot_start=None)
    return SubmissionTypeDefault.objects.create(conference=event, submission_type=homeless.submission_type, **values)


def homeless(event):
    return event.talks.get(schedule_slots=None)


def test_defaults_place_talks_without_a_slot_in_the_event_s_zone(event):
    room = RoomFactory(conference=event)
    default(
        event, default_room=room, default_date=date(2027, 6, 12), default_start_time=time(9), default_end_time=time(17)
    )
    assert service_for(event).apply_type_defaults() == 1
    talk = homeless(event)
    assert (talk.room, talk.slot_start) == (room, datetime(2027, 6, 12, 7, tzinfo=UTC))
    assert talk.slot_end == datetime(2027, 6, 12, 15, tzinfo=UTC)
    placed = event.talks.exclude(pk=talk.pk)
    assert not placed.filter(room=room).exists()


def test_a_room_alone_is_enough(event):
    room = RoomFactory(conference=event)
    default(event, default_room=room)
    service_for(event).sync_all()
    talk = homeless(event)
    assert (talk.room, talk.slot_start) == (room, None)


def test_a_second_sync_with_defaults_writes_nothing(event):
    default(event, default_room=RoomFactory(conference=event))
    service_for(event).sync_all()
    before = everything(event)
    service_for(event).sync_all()
    assert service_for(event).apply_type_defaults() == 0
    assert everything(event) == before


def test_defaults_that_are_taken_back_are_undone(event):
    row = default(event, default_room=RoomFactory(conference=event))
    service_for(event).sync_all()
    row.delete()
    service_for(event).sync_all()
    assert homeless(event).room is None


def test_a_slot_made_by_hand_places_a_synced_talk(event):
    talk = homeless(event)
    slot = ScheduleSlotFactory(conference=event, talk=talk)
    service_for(event).sync_all()
    talk.refresh_from_db()
    assert (talk.room, talk.slot_start, talk.slot_end) == (slot.room, slot.start, slot.end)
    slot.refresh_from_db()
    assert (slot.is_public, slot.sync_key) == (True, None)


def test_a_speaker_added_by_hand_stays_with_the_talk(event):
    talk, guest = event.talks.first(), SpeakerFactory(conference=event)
    talk.speakers.add(guest)
    result = service_for(event).sync_all()
    assert guest in talk.speakers.all()
    assert not result.changed


def test_a_speaker_who_left_a_talk_leaves_it_here(event):
    talk, other = (
        event.talks.filter(speakers__isnull=False).first(),
        SpeakerFactory(conference=event, pretalx_code="OTHER1"),
    )
    expected = set(talk.speakers.values_list("pk", flat=True))
    talk.speakers.add(other)
    result = service_for(event).sync_all()
    assert set(talk.speakers.values_list("pk", flat=True)) == expected
    change = next(row for row in result.details["talks"]["changed"] if row["key"] == talk.code)
    assert change["fields"][0]["field"] == "speakers"


def test_an_override_decides_how_a_talk_is_sorted_and_stays(event):
    talk = event.talks.first()
    TalkOverride.objects.create(talk=talk, conference=event, override_title="Ähnlich", live=True)
    service_for(event).sync_all()
    talk.refresh_from_db()
    assert talk.sort_name == "ahnlich"
    before = everything(event)
    service_for(event).sync_all()
    assert everything(event) == before


def test_an_edit_of_a_synced_row_is_put_right(event):
    talk = event.talks.first()
    title = talk.title
    type(talk).objects.filter(pk=talk.pk).update(title="Changed by somebody")
    result = service_for(event).sync_all()
    talk.refresh_from_db()
    assert talk.title == title
    field = result.details["talks"]["changed"][0]["fields"][0]
    assert (field["field"], field["old"], field["new"]) == ("title", "Changed by somebody", title)
