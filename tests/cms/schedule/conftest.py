"""A published schedule page, and programmes of any size below it."""

import datetime as dt

import pytest
from wagtail.models import Site

from cms.models import SchedulePage
from conference.models import ScheduleSlot, Speaker, Talk
from tests.factories.conference import BreakFactory, RoomFactory, at


@pytest.fixture
def schedule_page(home):
    """Return the published schedule page of `conference`, at /schedule/."""
    page = home.add_child(instance=SchedulePage(title="Schedule", slug="schedule", show_in_menus=True))
    Site.get_site_root_paths()  # kept in the cache for long, unlike pages
    return SchedulePage.objects.get(pk=page.pk)


@pytest.fixture
def fill(conference):
    """Return `make(talks)`: that many talks in four rooms on three days, each with a speaker, and a break a day."""

    def make(number: int) -> None:
        rooms = RoomFactory.create_batch(4, conference=conference)
        people = Speaker.objects.bulk_create(
            Speaker(conference=conference, code=f"SPEAKER{n}", name=f"Speaker {n}", sort_name=f"speaker {n:03}")
            for n in range(number)
        )
        talks = Talk.objects.bulk_create(
            Talk(
                conference=conference,
                code=f"TALK{n}",
                title=f"Talk {n} about things that matter",
                sort_name=f"talk {n:03}",
                track=f"Track {n % 5}",
                tags=["beginners"] if n % 2 else [],
                submission_type="Talk",
            )
            for n in range(number)
        )
        links = Talk.speakers.through
        links.objects.bulk_create(links(talk=talk, speaker=person) for talk, person in zip(talks, people, strict=True))
        starts = [at(conference, "09:00", day=n % 3) + dt.timedelta(minutes=5 * (n // 12)) for n in range(number)]
        ScheduleSlot.objects.bulk_create(
            ScheduleSlot(
                conference=conference,
                talk=talk,
                room=rooms[n % 4],
                start=starts[n],
                end=starts[n] + dt.timedelta(minutes=5),
            )
            for n, talk in enumerate(talks)
        )
        for day in range(3):
            BreakFactory(conference=conference, title="Lunch", start=at(conference, "20:00", day=day))

    return make
