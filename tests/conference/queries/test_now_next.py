"""What is on now and what comes next."""

from conference.models import TalkOverride
from conference.queries.now_next import now_next
from conference.queries.schedule import load_schedule
from tests.factories.conference import ScheduleSlotFactory, at


def test_now_and_next_at_the_edges_of_slots(conference):
    first = ScheduleSlotFactory(conference=conference)
    second = ScheduleSlotFactory(conference=conference, start=at(conference, "11:00"))
    schedule = load_schedule(conference)

    def ids(time, day=0):
        found = now_next(schedule, at(conference, time, day=day))
        return [slot.id for slot in found.now], [slot.id for slot in found.next]

    assert ids("09:59") == ([], [first.pk])
    assert ids("10:00") == ([first.pk], [second.pk])
    assert ids("10:30") == ([], [second.pk])
    assert ids("11:30") == ([], [])
    assert ids("05:59") == ([], [])
    assert not now_next(schedule, at(conference, "10:00", day=1))


def test_cancelled_talk_is_neither_on_nor_next(conference):
    slot = ScheduleSlotFactory(conference=conference)
    TalkOverride.objects.create(talk=slot.talk, is_cancelled=True)
    schedule = load_schedule(conference)
    assert not now_next(schedule, at(conference, "10:00"))
    assert not now_next(schedule, at(conference, "09:00"))
