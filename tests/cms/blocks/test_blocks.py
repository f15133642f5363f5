"""Each block: with something in it, with nothing in it, and with hostile words."""

import datetime as dt
import itertools
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.template import engines
from django.test import Client
from wagtail.blocks import ListBlock, StreamBlock, StructBlock, StructBlockValidationError
from wagtail.images.tests.utils import get_test_image_file

from cms.blocks import PAGE_BLOCKS
from cms.blocks.call_to_action import CallToActionBlock
from cms.blocks.image import ImageBlock
from conference.models import Conference, KeyDate, PlenaryImage, Question
from tests.factories.cms import add_content_page, add_schedule_page
from tests.factories.conference import RoomFactory, ScheduleSlotFactory, SpeakerFactory, TalkFactory, at

HOSTILE = "<script>alert(1)</script>\"'&{% load x %}\u202eabc 🎉"
NAMES = [name for name, _block in PAGE_BLOCKS]


def items(*values):
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


@pytest.fixture
def picture(db):
    return PlenaryImage.objects.create(title="P", alt_text="Stored words", file=get_test_image_file())


@pytest.fixture
def show(home):
    """Return `show(type, value)`: the HTML of a page with that block."""

    def make(kind, value):
        page = add_content_page(home, body=[{"type": kind, "value": value}])
        response = Client().get(page.url)
        assert response.status_code == 200
        return response.content.decode()

    return make


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_block_breaks_nothing(show, name):
    show(name, {})


@pytest.mark.parametrize(("name", "block"), PAGE_BLOCKS, ids=NAMES)
def test_every_block_explains_itself_and_has_its_own_template(name, block):
    module = type(block).__module__.rpartition(".")[2]
    assert module == name
    assert block.get_template() == f"cms/blocks/{name}.html"
    assert engines["django"].get_template(block.get_template())
    assert block.label
    assert block.meta.group
    assert block.meta.icon != "placeholder"
    assert block.get_description()


def test_blocks_are_at_most_two_levels_deep():
    def depth(block):
        if isinstance(block, ListBlock):
            return depth(block.child_block)
        if isinstance(block, StructBlock | StreamBlock):
            return 1 + max(depth(child) for child in block.child_blocks.values())
        return 0

    assert max(depth(block) for _name, block in PAGE_BLOCKS) == 2


def test_hostile_words_are_harmless_in_every_text_of_every_block(show, conference, picture):
    Question.objects.create(conference=conference, question=HOSTILE, topic=HOSTILE, answer="<p>x</p>")
    speaker = SpeakerFactory(conference=conference, name=HOSTILE)
    talk = TalkFactory(conference=conference, title=HOSTILE, speakers=[speaker], track=HOSTILE)
    ScheduleSlotFactory(conference=conference, talk=talk)
    KeyDate.objects.create(facts=conference.facts, slug="x", label=HOSTILE)
    conference.venue = conference.address = HOSTILE
    conference.save()
    values = {
        "text": {"heading": HOSTILE},
        "call_to_action": {"heading": HOSTILE, "text": HOSTILE, "label": HOSTILE, "address": "/x"},
        "quote": {"text": HOSTILE, "source": HOSTILE},
        "hero": {"title": HOSTILE, "note": HOSTILE, "actions": items({"label": HOSTILE, "address": "/x"})},
        "image": {"image": picture.pk, "alt_text": HOSTILE, "caption": HOSTILE},
        "logos": {"heading": HOSTILE, "logos": items({"name": HOSTILE})},
        "key_speakers": {"heading": HOSTILE, "lead": HOSTILE, "speakers": items(speaker.pk)},
        "schedule_preview": {"heading": HOSTILE, "lead": HOSTILE, "talks": items(talk.pk)},
        "team": {"heading": HOSTILE, "members": items({"name": HOSTILE, "line": HOSTILE})},
        "key_dates": {"heading": HOSTILE},
        "venue": {"heading": HOSTILE},
        "faq": {"heading": HOSTILE},
    }
    assert values.keys() == set(NAMES)
    for name, value in values.items():
        html = show(name, value)
        assert "alert(1)" in html, name
        assert "<script>alert" not in html, name


def test_hero_names_days_place_and_buttons(show, home, conference):
    html = show("hero", {"actions": items({"label": "Home", "page": home.pk}, {"label": "Nowhere", "page": 99999})})

    assert "Test Conference</h1>" in html
    assert "June 10" in html
    assert "Town Hall" in html
    assert 'href="/">Home' in html
    assert "Nowhere" not in html


def test_a_picture_has_words_its_own_or_the_stored_ones_or_none(show, picture):
    for value, alt in (
        ({"alt_text": "Own words"}, 'alt="Own words"'),
        ({}, 'alt="Stored words"'),
        ({"decorative": True}, 'alt=""'),
    ):
        assert alt in show("image", {"image": picture.pk, **value})


def test_a_picture_without_words_is_refused(picture):
    picture.alt_text = ""
    picture.save()
    block = ImageBlock()

    with pytest.raises(StructBlockValidationError) as error:
        block.clean(block.to_python({"image": None}) | {"image": picture})
    assert "Say what the picture shows" in str(error.value.block_errors["alt_text"])
    block.clean(block.to_python({}) | {"image": picture, "decorative": True})


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"label": "Go"}, "page"),
        ({"address": "https://example.org"}, "label"),
        ({"label": "Go", "address": "javascript:alert(1)"}, "address"),
    ],
)
def test_a_button_needs_words_and_one_harmless_target(value, field):
    block = CallToActionBlock()

    with pytest.raises(ValidationError) as error:
        block.clean(block.to_python({"heading": "H", **value}))
    assert field in error.value.block_errors


def test_speakers_and_talks_wait_until_they_are_public(show, home, conference):
    speaker = SpeakerFactory(conference=conference, name="Ada Speaker")
    talk = TalkFactory(conference=conference, title="Analytical engines", speakers=[speaker])
    ScheduleSlotFactory(conference=conference, talk=talk, room=RoomFactory(conference=conference))
    add_schedule_page(home)

    def shown():
        people = show("key_speakers", {"speakers": items(speaker.pk)})
        talks = show("schedule_preview", {"talks": items(talk.pk)})
        return "Ada Speaker" in people, "Analytical engines" in talks, "10:00" in talks

    for visibility, expected in (
        (Conference.Visibility.NOTHING, (False, False, False)),
        (Conference.Visibility.SPEAKERS, (True, False, False)),
        (Conference.Visibility.TALKS, (True, True, False)),
        (Conference.Visibility.SCHEDULE, (True, True, True)),
    ):
        conference.programme_visibility = visibility
        conference.save()
        assert shown() == expected, visibility
    conference.feature_flags.schedule_enabled = False
    conference.feature_flags.save()
    assert shown() == (False, False, False)


def test_speakers_and_talks_of_another_conference_do_not_appear(show):
    stranger = SpeakerFactory(name="Stranger")
    talk = TalkFactory(title="Elsewhere")

    assert "Stranger" not in show("key_speakers", {"speakers": items(stranger.pk)})
    assert "Elsewhere" not in show("schedule_preview", {"talks": items(talk.pk)})


def test_the_next_talks_leave_out_what_is_over(show, conference):
    import time_machine

    room = RoomFactory(conference=conference)
    for hour, title in ((10, "Early"), (11, "Middle"), (12, "Late")):
        talk = TalkFactory(conference=conference, title=title)
        start = at(conference, f"{hour}:00")
        ScheduleSlotFactory(conference=conference, talk=talk, room=room, start=start)

    with time_machine.travel(at(conference, "10:45"), tick=False):
        html = show("schedule_preview", {"count": 1})
    assert "Middle" in html
    assert "Early" not in html
    assert "Late" not in html


def test_questions_of_one_topic_or_grouped(show, conference):
    Question.objects.create(conference=conference, question="How much?", answer="<p>{{ venue }}</p>", topic="Tickets")
    Question.objects.create(conference=conference, question="Where?", answer="<p>x</p>", topic="Venue")
    Question.objects.create(conference=conference, question="Draft?", answer="<p>x</p>", live=False)

    everything = show("faq", {})
    tickets = show("faq", {"topic": "tickets"})

    assert "How much?" in everything
    assert "Where?" in everything
    assert "<h3>Tickets</h3>" in everything
    assert "Draft?" not in everything
    assert "Town Hall" in everything
    assert "How much?" in tickets
    assert "Where?" not in tickets


def test_the_venue_links_to_a_map_and_loads_none(show, conference):
    conference.address = "Main Street 1, Berlin"
    conference.save()

    html = show("venue", {})

    assert "https://www.openstreetmap.org/search?query=Main+Street+1%2C+Berlin" in html
    assert "<iframe" not in html
    assert "<img" not in html


def test_key_dates_mark_the_next_and_what_is_over(show, conference):
    for slug, day in (("past", dt.date(2020, 1, 1)), ("soon", dt.date(2090, 1, 1)), ("open", None)):
        KeyDate.objects.create(facts=conference.facts, slug=slug, label=slug.title(), day=day)

    html = show("key_dates", {})
    upcoming = show("key_dates", {"only_upcoming": True})

    assert html.count("key-date--past") == 1
    assert html.count("key-date--next") == 1
    assert "to be announced" in html
    assert "Past" not in upcoming


def test_facts_are_filled_in_and_links_to_hidden_pages_are_only_words(show, home):
    hidden = add_content_page(home, slug="hidden", live=False)
    body = f'<p>At {{{{ venue }}}} <a linktype="page" id="{hidden.pk}">hidden</a> <a linktype="page" id="{home.pk}">home</a></p>'

    html = show("text", {"heading": "In {{ venue }}", "body": body})

    assert "In Town Hall" in html
    assert "At Town Hall" in html
    assert "<a>hidden</a>" in html
    assert '<a href="/">home</a>' in html


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("team", {"members": [{"type": "item", "id": "1", "value": {"name": "Ada"}}]}),
        ("faq", {}),
    ],
)
def test_headings_skip_no_level_with_or_without_a_heading_of_the_block(show, conference, kind, value):
    Question.objects.create(conference=conference, question="Q", answer="A", topic="Topic")

    for heading in ("", "Heading"):
        html = show(kind, {**value, "heading": heading})
        levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (heading, levels)
