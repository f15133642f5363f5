"""The people who speak."""

import pytest

from conference.models import Conference, SpeakerOverride
from conference.queries.speakers import speaker_detail, speaker_list
from tests.factories.conference import ScheduleSlotFactory, SpeakerFactory, TalkFactory, at


@pytest.mark.parametrize("people", [2, 30])
def test_list_costs_the_same_statements_for_few_and_many(conference, people, django_assert_num_queries):
    for _number in range(people):
        TalkFactory(conference=conference)
    with django_assert_num_queries(2):
        found = speaker_list(conference)
    assert len(found) == people
    assert all(len(entry.titles) == 1 for entry in found)


def test_list_is_sorted_by_name_without_accents_and_case(conference):
    for name in ("Ödön", "zoe", "Ada", "Élodie"):
        TalkFactory(conference=conference, speakers=[SpeakerFactory(conference=conference, name=name)])
    assert [entry.speaker.name for entry in speaker_list(conference)] == ["Ada", "Élodie", "Ödön", "zoe"]


def test_people_without_a_talk_are_listed_only_while_talks_are_not_public(conference):
    SpeakerFactory(conference=conference)
    assert speaker_list(conference) == ()
    conference.programme_visibility = Conference.Visibility.SPEAKERS
    (entry,) = speaker_list(conference)
    assert entry.titles == ()


def test_nobody_is_listed_before_speakers_are_public(conference):
    TalkFactory(conference=conference)
    assert len(speaker_list(conference)) == 1
    conference.programme_visibility = Conference.Visibility.NOTHING
    assert speaker_list(conference) == ()


@pytest.mark.parametrize("talks", [1, 10])
def test_person_costs_the_same_statements_with_few_and_many_talks(conference, talks, django_assert_num_queries):
    speaker = SpeakerFactory(conference=conference)
    for _number in range(talks):
        ScheduleSlotFactory(conference=conference, talk=TalkFactory(conference=conference, speakers=[speaker]))
    with django_assert_num_queries(4):
        detail = speaker_detail(conference, speaker.code)
    assert len(detail.talks) == talks
    assert detail.speaker.biography == speaker.biography


def test_person_is_shown_as_overridden(conference):
    speaker = SpeakerFactory(conference=conference)
    SpeakerOverride.objects.create(speaker=speaker, override_name="Ada", blanked_fields=["biography"])
    detail = speaker_detail(conference, speaker.code)
    assert (detail.speaker.name, detail.speaker.biography) == ("Ada", "")


def test_unknown_hidden_and_foreign_people_are_not_found(conference):
    control = SpeakerFactory(conference=conference)
    assert speaker_detail(conference, control.code) is not None
    for person in (SpeakerFactory(conference=conference, is_public=False), SpeakerFactory()):
        assert speaker_detail(conference, person.code) is None
    assert speaker_detail(conference, "NOTHING") is None


def test_persons_talks_stand_in_the_order_of_time_and_those_without_one_last(conference):
    person = SpeakerFactory(conference=conference)
    for title, time in (("A later one", "14:00"), ("An early one", "09:00"), ("An open one", "")):
        talk = TalkFactory(conference=conference, title=title, speakers=[person])
        if time:
            ScheduleSlotFactory(conference=conference, talk=talk, start=at(conference, time))
    titles = [found.talk.title for found in speaker_detail(conference, person.code).talks]
    assert titles == ["An early one", "A later one", "An open one"]
