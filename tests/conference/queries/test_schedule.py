"""The whole schedule as visitors see it."""

import datetime as dt

import pytest
from django.db.models import Q
from django.utils import timezone

from conference.models import Conference, RoomOverride, ScheduleSlot, SpeakerOverride, TalkOverride
from conference.queries.schedule import current_day, load_schedule, next_change
from tests.factories.conference import (
    BreakFactory,
    RoomFactory,
    ScheduleSlotFactory,
    SpeakerFactory,
    TalkFactory,
    at,
)


def only_slot(conference, **options):
    (slot,) = load_schedule(conference, **options).slots
    return slot


def fill(conference, talks):
    """Make that many talks in four rooms on three days, two speakers each, and a break a day."""
    rooms = RoomFactory.create_batch(4, conference=conference)
    for number in range(talks):
        start = at(conference, "09:00", day=number % 3) + dt.timedelta(minutes=30 * (number // 12))
        people = SpeakerFactory.create_batch(2, conference=conference)
        talk = TalkFactory(conference=conference, track=f"Track {number % 5}", speakers=people)
        ScheduleSlotFactory(conference=conference, talk=talk, room=rooms[number % 4], start=start)
    for day in range(3):
        BreakFactory(conference=conference, start=at(conference, "12:00", day=day))


@pytest.mark.parametrize("talks", [3, 60])
def test_schedule_costs_the_same_statements_for_few_and_many_talks(conference, talks, django_assert_num_queries):
    fill(conference, talks)
    with django_assert_num_queries(3):
        schedule = load_schedule(conference)
    assert len(schedule.talks) == talks
    assert len(schedule.slots) == talks + 3
    assert all(len(talk.speakers) == 2 for talk in schedule.talks)


def test_part_of_the_schedule_keeps_the_colours_of_the_whole(conference, django_assert_num_queries):
    first = TalkFactory(conference=conference, track="Art")
    second = TalkFactory(conference=conference, track="Bees")
    whole = {talk.code: talk.track_index for talk in load_schedule(conference).talks}
    with django_assert_num_queries(3):
        part = load_schedule(conference, only=Q(code=second.code), texts=True)
    assert [talk.code for talk in part.talks] == [second.code]
    assert part.talks[0].track_index == whole[second.code] != whole[first.code]


def test_slots_are_grouped_by_day_and_sorted_by_time_and_room(conference):
    left, right = RoomFactory(conference=conference, position=2), RoomFactory(conference=conference, position=1)
    late = ScheduleSlotFactory(conference=conference, room=left, start=at(conference, "23:30"))
    night = ScheduleSlotFactory(conference=conference, room=left, start=at(conference, "01:00", day=1))
    second = ScheduleSlotFactory(conference=conference, room=left, start=at(conference, "09:00", day=1))
    first = ScheduleSlotFactory(conference=conference, room=right, start=at(conference, "09:00", day=1))
    schedule = load_schedule(conference)
    assert [[slot.id for slot in day.slots] for day in schedule.days] == [[late.pk, night.pk], [first.pk, second.pk]]
    assert [room.name for room in schedule.rooms] == [right.name, left.name]


def test_times_are_in_the_conferences_zone(conference):
    ScheduleSlotFactory(conference=conference, start=dt.datetime(2027, 6, 10, 8, 0, tzinfo=dt.UTC))
    assert only_slot(conference).start.isoformat() == "2027-06-10T10:00:00+02:00"


def test_hidden_rooms_speakers_talks_and_slots_are_left_out(conference):
    shy = SpeakerFactory(conference=conference, is_public=False)
    known = SpeakerFactory(conference=conference)
    room = RoomFactory(conference=conference, is_public=False)
    ScheduleSlotFactory(
        conference=conference, talk=TalkFactory(conference=conference, speakers=[shy, known]), room=room
    )
    ScheduleSlotFactory(conference=conference, is_public=False, talk=None, title="Held for crew")
    ScheduleSlotFactory(conference=conference, talk__is_public=False)
    slot = only_slot(conference)
    assert slot.room is None
    assert [speaker.code for speaker in slot.talk.speakers] == [known.code]


def test_another_conferences_programme_stays_there(conference):
    ScheduleSlotFactory()
    assert load_schedule(conference).slots == ()


@pytest.mark.parametrize(
    ("visibility", "talks", "slots"),
    [
        (Conference.Visibility.NOTHING, 0, 0),
        (Conference.Visibility.SPEAKERS, 0, 0),
        (Conference.Visibility.TALKS, 1, 0),
        (Conference.Visibility.SCHEDULE, 1, 1),
    ],
)
def test_no_more_than_what_is_public(conference, visibility, talks, slots):
    ScheduleSlotFactory(conference=conference)
    conference.programme_visibility = visibility
    schedule = load_schedule(conference)
    assert (len(schedule.talks), len(schedule.slots)) == (talks, slots)


def test_preview_may_look_ahead(conference):
    ScheduleSlotFactory(conference=conference)
    conference.programme_visibility = Conference.Visibility.NOTHING
    assert len(load_schedule(conference, visibility=Conference.Visibility.SCHEDULE).slots) == 1


def test_overrides_change_words_room_and_time_of_a_talk_with_one_slot(conference):
    slot = ScheduleSlotFactory(conference=conference, talk__abstract="old")
    other = RoomFactory(conference=conference)
    RoomOverride.objects.create(room=other, override_name="Great Hall")
    SpeakerOverride.objects.create(speaker=slot.talk.speakers.get(), override_name="Ada")
    TalkOverride.objects.create(
        talk=slot.talk,
        override_title="New title",
        override_abstract="new",
        override_room=other,
        override_slot_start=at(conference, "15:00"),
    )
    row = only_slot(conference, texts=True)
    assert (row.title, row.talk.abstract, row.talk.speakers[0].name) == ("New title", "new", "Ada")
    assert (row.start, row.end) == (at(conference, "15:00"), at(conference, "15:30"))
    assert row.room.name == "Great Hall"
    assert (row.previous_start, row.previous_room.id) == (slot.start, slot.room.pk)
    assert row.moved_at is not None


def test_draft_override_changes_nothing(conference):
    slot = ScheduleSlotFactory(conference=conference)
    TalkOverride.objects.create(talk=slot.talk, override_title="Draft", live=False)
    assert only_slot(conference).title == slot.talk.title


def test_override_does_not_move_a_talk_with_two_slots(conference):
    slot = ScheduleSlotFactory(conference=conference)
    ScheduleSlotFactory(conference=conference, talk=slot.talk, start=at(conference, "12:00"))
    TalkOverride.objects.create(talk=slot.talk, override_slot_start=at(conference, "15:00"))
    assert [row.start for row in load_schedule(conference).slots] == [at(conference, "10:00"), at(conference, "12:00")]


def test_blanked_time_takes_a_talk_out_of_the_schedule_but_not_out_of_the_programme(conference):
    slot = ScheduleSlotFactory(conference=conference, talk__track="Art")
    TalkOverride.objects.create(talk=slot.talk, blanked_fields=["slot_start", "track"])
    schedule = load_schedule(conference)
    assert schedule.slots == ()
    assert [(talk.code, talk.track) for talk in schedule.talks] == [(slot.talk.code, "")]


def test_cancelled_talk_stays_visible_as_cancelled(conference):
    slot = ScheduleSlotFactory(conference=conference)
    TalkOverride.objects.create(talk=slot.talk, is_cancelled=True)
    assert only_slot(conference).is_cancelled


def test_talk_with_times_but_no_slot_stands_in_the_schedule(conference):
    talk = TalkFactory(conference=conference, slot_start=at(conference, "12:30"), slot_end=at(conference, "14:00"))
    stored = ScheduleSlotFactory(conference=conference)
    by_talk = {slot.talk.code: slot for slot in load_schedule(conference).slots}
    row = by_talk[talk.code]
    assert (row.start, row.end) == (talk.slot_start, talk.slot_end)
    assert row.id != stored.pk
    assert load_schedule(conference).slots_of(talk.code)[0].uid == row.uid


def test_move_is_told_while_it_is_news(conference):
    old_room = RoomFactory(conference=conference)
    now = timezone.now()
    ScheduleSlotFactory(
        conference=conference, previous_start=at(conference, "09:00"), previous_room=old_room, moved_at=now
    )
    row = only_slot(conference, now=now)
    assert (row.previous_start, row.previous_room.id) == (at(conference, "09:00"), old_room.pk)
    assert only_slot(conference, now=now + dt.timedelta(days=15)).moved_at is None


def test_several_talks_may_share_room_and_time(conference):
    room = RoomFactory(conference=conference)
    ScheduleSlotFactory.create_batch(20, conference=conference, room=room)
    assert len(load_schedule(conference).slots) == 20
    assert ScheduleSlot.objects.values("start", "room").distinct().count() == 1


def test_next_change_is_the_next_beginning_or_end(conference):
    ScheduleSlotFactory(conference=conference)
    slots = load_schedule(conference).slots
    assert next_change(slots, at(conference, "09:59")) == at(conference, "10:00")
    assert next_change(slots, at(conference, "10:00")) == at(conference, "10:30")
    assert next_change(slots, at(conference, "10:00", day=5)) is None


def test_current_day_is_todays_during_the_event_else_the_first(conference):
    for day in (0, 2):
        ScheduleSlotFactory(conference=conference, start=at(conference, "10:00", day=day))
    schedule = load_schedule(conference)
    first, last = schedule.days
    assert current_day(schedule, conference, at(conference, "10:00", day=-9)) == first
    assert current_day(schedule, conference, at(conference, "03:00", day=1)) == first
    assert current_day(schedule, conference, at(conference, "10:00", day=1)) == last
    assert current_day(schedule, conference, at(conference, "10:00", day=9)) == first
    assert (
        current_day(load_schedule(ScheduleSlotFactory(is_public=False).conference), conference, at(conference, "10:00"))
        is None
    )
