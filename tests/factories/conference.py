"""Makes people, conferences and programmes for tests. Times are aware; a conference takes place in Berlin in June 2027."""

import datetime as dt
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from conference import models

BERLIN = ZoneInfo("Europe/Berlin")
FIRST_DAY = dt.date(2027, 6, 10)
PASSWORD = "a long enough password"


class UserFactory(DjangoModelFactory):
    """An account that signs in with `PASSWORD`."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")
    password = factory.django.Password(PASSWORD)


class SuperuserFactory(UserFactory):
    """An account that may do everything."""

    is_staff = True
    is_superuser = True


class ConferenceFactory(DjangoModelFactory):
    """A public conference of three days whose whole schedule is shown."""

    class Meta:
        model = models.Conference

    slug = factory.Sequence(lambda number: f"conference-{number}")
    name = factory.Sequence(lambda number: f"Conference {number}")
    start_date = FIRST_DAY
    end_date = factory.LazyAttribute(lambda conference: conference.start_date + dt.timedelta(days=2))
    timezone = "Europe/Berlin"
    venue = "Town Hall"
    programme_visibility = models.Conference.Visibility.SCHEDULE


class SectionFactory(DjangoModelFactory):
    """A section over all days of its conference."""

    class Meta:
        model = models.Section

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: f"Section {number}")
    slug = factory.Sequence(lambda number: f"section-{number}")
    start_date = factory.SelfAttribute("conference.start_date")
    end_date = factory.SelfAttribute("conference.end_date")


class RoomFactory(DjangoModelFactory):
    """A room made by hand."""

    class Meta:
        model = models.Room

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: f"Room {number}")
    position = factory.Sequence(int)
    capacity = 100


class SpeakerFactory(DjangoModelFactory):
    """A speaker made by hand; give `pretalx_code` for a synced one."""

    class Meta:
        model = models.Speaker

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: f"Speaker {number}")
    biography = "Writes **software** for a living."


class TalkFactory(DjangoModelFactory):
    """A confirmed talk made by hand, without a time; give `speakers=[…]` for people other than the one it gets."""

    class Meta:
        model = models.Talk
        skip_postgeneration_save = True

    conference = factory.SubFactory(ConferenceFactory)
    title = factory.Sequence(lambda number: f"Talk {number}")
    abstract = "What we tried, and what came of it."
    submission_type = "Talk"
    duration = 30

    @factory.post_generation
    def speakers(self, create, extracted, **kwargs):
        if create:
            self.speakers.set([SpeakerFactory(conference=self.conference)] if extracted is None else extracted)


class ScheduleSlotFactory(DjangoModelFactory):
    """Half an hour of a talk at 10:00 on the first day; the talk repeats room and times, as a sync would write them."""

    class Meta:
        model = models.ScheduleSlot
        skip_postgeneration_save = True

    conference = factory.SubFactory(ConferenceFactory)
    talk = factory.SubFactory(TalkFactory, conference=factory.SelfAttribute("..conference"))
    room = factory.SubFactory(RoomFactory, conference=factory.SelfAttribute("..conference"))
    start = factory.LazyAttribute(lambda slot: at(slot.conference, "10:00"))
    end = factory.LazyAttribute(lambda slot: slot.start + dt.timedelta(minutes=30))

    @factory.post_generation
    def repeat_on_talk(self, create, extracted, **kwargs):
        if create and self.talk is not None and self.talk.slot_start is None:
            self.talk.room, self.talk.slot_start, self.talk.slot_end = self.room, self.start, self.end
            self.talk.save()


class BreakFactory(ScheduleSlotFactory):
    """A coffee break in no room."""

    talk = None
    room = None
    title = "Coffee"
    slot_type = models.ScheduleSlot.Kind.BREAK


def at(conference: models.Conference, time: str, day: int = 0) -> dt.datetime:
    """Return the aware moment of `time` ("HH:MM") on the conference's day number `day`, counted from 0, in its zone."""
    date = conference.start_date + dt.timedelta(days=day)
    return dt.datetime.combine(date, dt.time.fromisoformat(time), tzinfo=ZoneInfo(conference.timezone))
