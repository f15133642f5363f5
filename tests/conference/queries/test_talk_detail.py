"""One talk with everything its page shows."""

import pytest

from conference.models import Conference
from conference.queries.talk_detail import talk_detail
from tests.factories.conference import ScheduleSlotFactory, SpeakerFactory, TalkFactory


@pytest.mark.parametrize("others", [0, 12])
def test_talk_costs_the_same_statements_with_few_and_many_others(conference, others, django_assert_num_queries):
    speaker = SpeakerFactory(conference=conference)
    talk = TalkFactory(conference=conference, speakers=[speaker])
    ScheduleSlotFactory(conference=conference, talk=talk)
    for _number in range(others):
        ScheduleSlotFactory(conference=conference, talk=TalkFactory(conference=conference, speakers=[speaker]))
    with django_assert_num_queries(3):
        detail = talk_detail(conference, talk.code)
    assert detail.talk.abstract == talk.abstract
    assert len(detail.slots) == 1
    assert len(detail.others) == others
    assert all(other.slots for other in detail.others)


def test_talks_of_strangers_are_not_others(conference):
    slot = ScheduleSlotFactory(conference=conference)
    ScheduleSlotFactory(conference=conference)
    assert talk_detail(conference, slot.talk.code).others == ()


def test_talk_with_two_slots_has_both(conference):
    slot = ScheduleSlotFactory(conference=conference)
    ScheduleSlotFactory(conference=conference, talk=slot.talk)
    assert len(talk_detail(conference, slot.talk.code).slots) == 2


def test_unknown_hidden_and_foreign_talks_are_not_found(conference):
    hidden = TalkFactory(conference=conference, is_public=False)
    foreign = TalkFactory()
    control = TalkFactory(conference=conference)
    assert talk_detail(conference, control.code) is not None
    for code in (hidden.code, foreign.code, "NOTHING"):
        assert talk_detail(conference, code) is None


def test_talk_is_not_found_before_talks_are_public(conference):
    talk = TalkFactory(conference=conference)
    conference.programme_visibility = Conference.Visibility.SPEAKERS
    assert talk_detail(conference, talk.code) is None
