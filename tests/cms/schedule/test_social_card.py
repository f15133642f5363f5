"""Cards of talks for shared links."""

import io

import pytest
from PIL import Image, ImageChops

from cms.schedule.card_text import Face, is_right_to_left, measure, runs, shorten, wrap
from cms.schedule.social_card import CardContent, card_content, card_png
from conference.models import Conference, TalkOverride
from conference.queries.talk_detail import talk_detail
from tests.factories.conference import SpeakerFactory, TalkFactory

TITLES = (
    "Short",
    "A title that goes on " * 20,
    "x" * 500,
    "مرحبا بالعالم مع Django",
    "日本語のタイトル",
    "🎉 <b>Bold</b> {{ settings.SECRET_KEY }} {% now %}",
    "\u202ereversed\x00 \x07 words",
    "🎉🎉",
    "",
)


def content(**changes) -> CardContent:
    values = {
        "title": "Bees",
        "names": "Ada",
        "conference": "Halyard",
        "line": "10 June 2027",
        "face": "bricolage",
        "ground": "#102030",
        "ink": "#ffffff",
        "seats": "#203040",
        "taken": "#ff8800",
    }
    return CardContent(**{**values, **changes})


def picture(card: CardContent) -> Image.Image:
    return Image.open(io.BytesIO(card_png(card)))


@pytest.mark.parametrize("title", TITLES)
def test_any_title_gives_a_picture_of_the_right_size(title):
    card = picture(content(title=title, names=title))
    assert card.size == (1200, 630)
    assert card.format == "PNG"


def test_words_stay_inside_the_margins():
    card = picture(content(title="W" * 300, names="M" * 300, seats="#102030", taken="#102030")).convert("RGB")
    ground = Image.new("RGB", card.size, "#102030")
    left, _top, right, bottom = ImageChops.difference(card, ground).getbbox()
    assert left >= 60
    assert right <= 1200 - 60
    assert bottom <= 630 - 40


def test_digest_follows_the_content_and_nothing_else():
    assert content().digest == content().digest
    assert content(title="Wasps").digest != content().digest
    assert content(ink="#000000").digest != content().digest


@pytest.mark.parametrize(
    "text", ["Ελληνικά", "Кириллица", "עברית", "العربية", "हिन्दी", "ไทย", "ひらがな", "漢字", "한국어", "Łódź"]
)
def test_each_script_has_a_face(text):
    assert "".join(run.text for run in runs(text, Face("bricolage"), 40)) == text


def test_letters_without_a_face_are_left_out():
    assert "".join(run.text for run in runs("a🎉b", Face(), 40)) == "ab"


def test_direction_is_that_of_the_first_letter():
    assert is_right_to_left("«שלום» Django")
    assert not is_right_to_left("Django שלום")


def test_wrapping_keeps_all_words_or_says_that_they_do_not_fit():
    face = Face("bricolage")
    lines = wrap("one two three four five six", face, 60, 300, 5)
    assert " ".join(lines) == "one two three four five six"
    assert all(measure(line, face, 60) <= 300 for line in lines)
    assert wrap("one two three four five six", face, 60, 300, 1) is None
    assert wrap("x" * 100, face, 60, 300, 9) is None
    assert "".join(shorten("x" * 100, face, 60, 300, 1)).endswith("…")


@pytest.mark.django_db
def test_card_is_served_under_the_name_of_its_content_only(client, schedule_page, conference):
    talk = TalkFactory(conference=conference, speakers=[SpeakerFactory(conference=conference)])
    html = client.get(f"/schedule/talk/{talk.code}/").content.decode()
    digest = card_content(conference, talk_detail(conference, talk.code).talk).digest
    address = f"/schedule/talk/{talk.code}/card-{digest}.png"
    assert f'<meta property="og:image" content="http://testserver{address}">' in html
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert client.get(f"/schedule/talk/{talk.code}/card-0000.png").status_code == 404


@pytest.mark.django_db
def test_card_changes_its_name_with_the_title(client, schedule_page, conference):
    talk = TalkFactory(conference=conference)

    def digest():
        return card_content(conference, talk_detail(conference, talk.code).talk).digest

    before = digest()
    TalkOverride.objects.create(talk=talk, override_title="Another")
    assert digest() != before
    assert client.get(f"/schedule/talk/{talk.code}/card-{before}.png").status_code == 404


@pytest.mark.django_db
def test_no_card_before_talks_are_public(client, schedule_page, conference):
    talk = TalkFactory(conference=conference)
    digest = card_content(conference, talk_detail(conference, talk.code).talk).digest
    address = f"/schedule/talk/{talk.code}/card-{digest}.png"
    Conference.objects.update(programme_visibility=Conference.Visibility.SPEAKERS)
    assert client.get(address).status_code == 404
