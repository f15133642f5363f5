"""Choosing talks by track, room, type, tag, language and words."""

import pytest

from conference.queries.schedule import load_schedule
from conference.queries.schedule_filter import Choice, facets, narrow
from tests.factories.conference import BreakFactory, RoomFactory, ScheduleSlotFactory, SpeakerFactory, TalkFactory, at


@pytest.fixture
def schedule(conference):
    """Three talks in two rooms and a break; the third has no time."""
    hall, attic = (
        RoomFactory(conference=conference, name=name, position=p) for p, name in enumerate(("Hall", "Attic"))
    )
    ada = SpeakerFactory(conference=conference, name="Ada Łukasiewicz")
    bees = TalkFactory(
        conference=conference, title="Bees", track="Nature", tags=["field work"], language="en", speakers=[ada]
    )
    code = TalkFactory(
        conference=conference, title="Straße & Code", track="Craft", submission_type="Workshop", language="de",
        abstract="All about *compilers*.",
    )  # fmt: skip
    TalkFactory(conference=conference, title="Poster", track="Craft", submission_type="Poster")
    ScheduleSlotFactory(conference=conference, talk=bees, room=hall)
    ScheduleSlotFactory(conference=conference, talk=bees, room=attic, start=at(conference, "11:00"))
    ScheduleSlotFactory(conference=conference, talk=code, room=attic, start=at(conference, "10:00", day=1))
    BreakFactory(conference=conference)
    return load_schedule(conference, texts=True)


def test_facets_name_what_occurs(schedule):
    found = facets(schedule)
    assert found.tracks == ("Craft", "Nature")
    assert [name for _id, name in found.rooms] == ["Hall", "Attic"]
    assert found.types == ("Poster", "Talk", "Workshop")
    assert (found.tags, found.languages) == (("field work",), ("de", "en"))


def test_empty_choice_keeps_everything(schedule):
    assert narrow(schedule, Choice()) is schedule


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        ({"track": "Nature"}, ["Bees"]),
        ({"type": "Workshop"}, ["Straße & Code"]),
        ({"tag": "field work"}, ["Bees"]),
        ({"language": "de"}, ["Straße & Code"]),
        ({"words": "lukasiewicz"}, []),
        ({"words": "łukasiewicz"}, ["Bees"]),
        ({"words": "STRASSE"}, ["Straße & Code"]),
        ({"words": "code compilers"}, ["Straße & Code"]),
        ({"words": "bees compilers"}, []),
        ({"track": "Craft", "type": "Poster"}, ["Poster"]),
        ({"track": "Nothing"}, []),
    ],
)
def test_choice_keeps_fitting_talks_without_breaks(schedule, choice, titles):
    found = narrow(schedule, Choice(**choice))
    assert [talk.title for talk in found.talks] == titles
    assert {slot.title for slot in found.slots} <= set(titles)


def test_room_keeps_only_the_slots_in_it(schedule):
    attic = schedule.rooms[1]
    found = narrow(schedule, Choice(room=attic.id))
    assert [talk.title for talk in found.talks] == ["Bees", "Straße & Code"]
    assert {slot.room for slot in found.slots} == {attic}
    assert len(found.days) == 2
