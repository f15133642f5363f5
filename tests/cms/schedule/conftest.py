"""A published schedule page, and programmes of any size below it."""

import datetime as dt

import pytest

from cms.models import SchedulePage
from tests.factories.conference import (
    BreakFactory,
    RoomFactory,
    ScheduleSlotFactory,
    SpeakerFactory,
    TalkFactory,
    at,
)


@pytest.fixture
def schedule_page(home):
    """Return the published schedule page of `conference`, at /schedule/."""
    page = home.add_child(instance=SchedulePage(title="Schedule", slug="schedule", show_in_menus=True))
    return SchedulePage.objects.get(pk=page.pk)


@pytest.fixture
def fill(conference):
    """Return `make(talks)`: that many talks in four rooms on three days, each with a speaker, and a break a day."""

    def make(talks: int) -> None:
        rooms = RoomFactory.create_batch(4, conference=conference)
        for number in range(talks):
            start = at(conference, "09:00", day=number % 3) + dt.timedelta(minutes=5 * (number // 12))
            talk = TalkFactory(
                conference=conference,
                track=f"Track {number % 5}",
                tags=["beginners"] if number % 2 else [],
                speakers=[SpeakerFactory(conference=conference)],
            )
            ScheduleSlotFactory(
                conference=conference,
                talk=talk,
                room=rooms[number % 4],
                start=start,
                end=start + dt.timedelta(minutes=5),
            )
        for day in range(3):
            BreakFactory(conference=conference, title="Lunch", start=at(conference, "20:00", day=day))

    return make
