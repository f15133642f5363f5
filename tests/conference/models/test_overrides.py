import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from conference.models import RoomOverride, Speaker, SpeakerOverride, TalkOverride
from tests.factories.conference import ConferenceFactory, RoomFactory, SpeakerFactory, TalkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return TalkFactory(title="Éclairs at scale", abstract="Original.")


def test_without_an_override_visitors_see_the_original(talk):
    assert (talk.effective_title, talk.effective_abstract) == ("Éclairs at scale", "Original.")


def test_an_override_replaces_only_what_it_names(talk):
    TalkOverride.objects.create(talk=talk, override_title="Cakes at scale")
    assert (talk.effective_title, talk.effective_abstract) == ("Cakes at scale", "Original.")


def test_an_override_can_blank_a_field(talk):
    TalkOverride.objects.create(talk=talk, blanked_fields=["abstract"])
    assert talk.effective_abstract == ""


def test_a_draft_changes_nothing_for_visitors(talk):
    TalkOverride.objects.create(talk=talk, override_title="Not yet", live=False)
    assert talk.effective_title == "Éclairs at scale"


def test_a_cancelled_talk_says_so(talk):
    TalkOverride.objects.create(talk=talk, is_cancelled=True)
    assert talk.effective_state == "cancelled"


def test_sorting_follows_what_visitors_see():
    speaker = SpeakerFactory(name="Zoë")
    assert speaker.sort_name == "zoe"
    SpeakerOverride.objects.create(speaker=speaker, override_name="Ångström")
    assert Speaker.objects.get(pk=speaker.pk).sort_name == "angstrom"


def test_a_note_alone_is_empty(talk):
    override = TalkOverride(talk=talk, note="call them")
    assert override.is_empty
    override.is_cancelled = True
    assert not override.is_empty


def test_a_room_of_another_conference_is_refused(talk):
    override = TalkOverride(talk=talk, override_room=RoomFactory(conference=ConferenceFactory()))
    with pytest.raises(ValidationError, match="another conference"):
        override.full_clean(exclude=["conference"])


def test_times_in_the_wrong_order_are_refused(talk):
    talk.slot_start = dt.datetime(2027, 5, 12, 10, tzinfo=dt.UTC)
    talk.slot_end = talk.slot_start + dt.timedelta(minutes=30)
    override = TalkOverride(talk=talk, override_slot_start=talk.slot_end)
    with pytest.raises(ValidationError, match="ends before it begins"):
        override.full_clean(exclude=["conference"])


def test_a_field_that_cannot_be_hidden_is_refused():
    room = RoomFactory()
    with pytest.raises(ValidationError, match="cannot be hidden: name"):
        RoomOverride(room=room, blanked_fields=["name"]).full_clean(exclude=["conference"])
