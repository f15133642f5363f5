"""What each kind of page costs the database: the same number for few things and for many."""

import datetime as dt
import uuid

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from cms.models import HomePage
from conference.models import Fact, KeyDate, Notice, PlenaryDocument, PlenaryImage, Question, SocialLink
from tests.factories.cms import add_content_page, add_news, add_news_index, add_schedule_page
from tests.factories.conference import RoomFactory, ScheduleSlotFactory, SpeakerFactory, TalkFactory, at

SIZES = [1, 7]


def picture(number):
    return PlenaryImage.objects.create(
        title=f"Picture {number}", alt_text="A", file=get_test_image_file(f"{number}.png")
    )


def items(values):
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def fill(home, conference, count):
    """A front page with every kind of block that belongs there, each with `count` things in it."""
    pictures = [picture(number) for number in range(count)]
    speakers = [SpeakerFactory(conference=conference) for _ in range(count)]
    room = RoomFactory(conference=conference)
    talks = []
    for number in range(count):
        talk = TalkFactory(conference=conference, track=f"Track {number}", speakers=speakers[:2])
        start = at(conference, "10:00") + dt.timedelta(hours=number)
        ScheduleSlotFactory(conference=conference, talk=talk, room=room, start=start)
        talks.append(talk)
        KeyDate.objects.create(facts=conference.facts, slug=f"d{number}", label="Date", day=dt.date(2027, 1, 1))
        Fact.objects.create(facts=conference.facts, slug=f"f{number}", text="fact")
        SocialLink.objects.create(facts=conference.facts, label="M", url="https://example.org/")
        Notice.objects.create(conference=conference, text="{{ venue }}")
        Question.objects.create(conference=conference, question="Q", answer="<p>{{ venue }}</p>")
        add_content_page(home, show_in_menus=True, in_footer=True)
    conference.brand.logo = conference.brand.logo_dark = conference.brand.social_image = pictures[0]
    conference.brand.save()
    links = "".join(
        f'<a linktype="page" id="{page.pk}">x</a>' for page in HomePage.objects.get(pk=home.pk).get_children()
    )
    home = HomePage.objects.get(pk=home.pk)
    home.body = [
        {
            "type": "hero",
            "value": {
                "title": "{{ name }}",
                "image": pictures[0].pk,
                "actions": items([{"label": "Go", "page": home.pk}]),
            },
        },
        *({"type": "text", "value": {"heading": "H", "body": f"<p>{links} {{{{ venue }}}}</p>"}} for _ in range(count)),
        {"type": "key_speakers", "value": {"speakers": items([speaker.pk for speaker in speakers])}},
        {"type": "schedule_preview", "value": {"talks": items([talk.pk for talk in talks])}},
        {
            "type": "logos",
            "value": {
                "heading": "L",
                "logos": items([{"name": "N", "image": p.pk, "dark_image": p.pk} for p in pictures]),
            },
        },
        {"type": "team", "value": {"members": items([{"name": "N", "image": p.pk} for p in pictures])}},
        *({"type": "image", "value": {"image": p.pk}} for p in pictures),
        {"type": "key_dates", "value": {}},
        {"type": "faq", "value": {}},
        {"type": "venue", "value": {"image": pictures[0].pk}},
        {"type": "call_to_action", "value": {"heading": "C", "label": "Go", "page": home.pk}},
        {"type": "quote", "value": {"text": "Q"}},
    ]
    home.save()
    return home


@pytest.mark.parametrize("count", SIZES)
def test_a_front_page_with_everything(home, conference, committing, django_assert_num_queries, count):
    add_schedule_page(home)
    fill(home, conference, count)
    Client().get("/")  # makes the pictures' sizes, once for ever

    with committing():
        Notice.objects.create(conference=conference, text="New")
    with django_assert_num_queries(11):
        response = Client().get("/")
    html = response.content.decode()
    assert html.count('class="person__name"') == 2 * count
    assert html.count('class="talk__title"') == count
    with django_assert_num_queries(1):
        again = Client().get("/")
    assert again.content == response.content


@pytest.mark.parametrize("count", SIZES)
def test_a_plain_page_deep_in_the_tree(home, conference, committing, django_assert_num_queries, count):
    above = add_content_page(home, slug="above")
    add_content_page(
        above,
        slug="deep",
        body=[
            *(
                {"type": "text", "value": {"body": f'<p><a linktype="page" id="{above.pk}">x</a></p>'}}
                for _ in range(count)
            ),
            {"type": "faq", "value": {}},
            {"type": "key_dates", "value": {}},
        ],
    )
    for _ in range(count):
        Question.objects.create(conference=conference, question="Q", answer="A", topic="T")

    with django_assert_num_queries(8):
        response = Client().get("/above/deep/")
    assert response.content.decode().count("faq__item") == count
    with django_assert_num_queries(1):
        Client().get("/above/deep/")


@pytest.mark.parametrize("count", SIZES)
def test_news(home, committing, django_assert_num_queries, count):
    index = add_news_index(home)
    for number in range(count):
        add_news(index, slug=f"n{number}", picture=picture(number), introduction="{{ venue }}")
    Client().get("/news/")
    Client().get("/news/n0/")

    with committing():
        index.save()
    with django_assert_num_queries(10):
        response = Client().get("/news/")
    assert response.content.decode().count('class="link-card__title"') == count
    with django_assert_num_queries(8):
        Client().get("/news/n0/")
    with django_assert_num_queries(7):
        Client().get("/news/feed.atom")
    for url in ("/news/", "/news/n0/", "/news/feed.atom"):
        with django_assert_num_queries(1):
            Client().get(url)


@pytest.mark.parametrize("count", SIZES)
def test_sitemap_and_robots(home, django_assert_num_queries, count):
    for _ in range(count):
        add_content_page(home)

    with django_assert_num_queries(7):
        response = Client().get("/sitemap.xml")
    assert response.content.decode().count("<loc>") == count + 1
    with django_assert_num_queries(2):
        Client().get("/robots.txt")
    for url in ("/sitemap.xml", "/robots.txt"):
        with django_assert_num_queries(1):
            Client().get(url)


@pytest.mark.parametrize("count", SIZES)
def test_documents_linked_in_many_texts_are_read_once(home, conference, django_assert_num_queries, count):
    conference.collection = Collection.get_first_root_node().add_child(name="Test")
    conference.save()
    documents = [
        PlenaryDocument.objects.create(
            title="D", file=ContentFile(b"x", name=f"d{number}.txt"), collection=conference.collection
        )
        for number in range(count)
    ]
    add_content_page(
        home,
        slug="files",
        body=[
            {"type": "text", "value": {"body": f'<a linktype="document" id="{document.pk}">x</a>'}}
            for document in documents
        ],
    )

    with django_assert_num_queries(8):
        html = Client().get("/files/").content.decode()
    assert html.count('<a href="/documents/') == count
