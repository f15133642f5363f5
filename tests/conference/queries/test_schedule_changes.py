"""What changed in the published schedule."""

import datetime as dt

from django.utils import timezone

from conference.models import ScheduleSlot, TalkOverride
from conference.queries.schedule import load_schedule
from conference.queries.schedule_changes import schedule_changes
from tests.factories.conference import RoomFactory, ScheduleSlotFactory, at


def test_nothing_is_told_about_the_first_release(conference):
    ScheduleSlotFactory.create_batch(3, conference=conference)
    assert schedule_changes(load_schedule(conference)) == ()


def test_moves_cancellations_and_additions_are_told_newest_first(conference):
    now = timezone.now()
    first = ScheduleSlotFactory(conference=conference)
    moved = ScheduleSlotFactory(
        conference=conference, previous_start=at(conference, "08:00"), previous_room=RoomFactory(conference=conference),
        moved_at=now - dt.timedelta(hours=2),
    )  # fmt: skip
    cancelled = ScheduleSlotFactory(conference=conference)
    TalkOverride.objects.create(talk=cancelled.talk, is_cancelled=True)
    added = ScheduleSlotFactory(conference=conference)
    ScheduleSlot.objects.filter(pk=first.pk).update(created_at=now - dt.timedelta(days=9))
    ScheduleSlot.objects.filter(pk=added.pk).update(created_at=now - dt.timedelta(hours=1))
    changes = schedule_changes(load_schedule(conference))
    assert [(change.kind, change.slot.id) for change in changes] == [
        ("cancelled", cancelled.pk),
        ("added", added.pk),
        ("moved", moved.pk),
    ]
    assert changes == schedule_changes(load_schedule(conference))
    assert len(schedule_changes(load_schedule(conference), limit=1)) == 1
