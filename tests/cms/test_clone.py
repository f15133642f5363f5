"""Next year's conference: what comes along, what does not, and that the two years stay apart."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from cms.models import ContentPage, HomePage, NewsIndexPage, NewsPage, SchedulePage
from conference.models import Conference, Fact, KeyDate, Question, Talk
from conference.services import roles
from conference.services.clone import clone_conference
from conference.services.setup import SetUp, set_up
from tests.factories.conference import (
    ScheduleSlotFactory,
    SectionFactory,
    SpeakerFactory,
    SuperuserFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 6, 1)
NEXT = dt.date(2028, 6, 5)


@pytest.fixture
def old():
    wanted = SetUp(
        name="Harbour 2027",
        start_date=DAY,
        end_date=DAY + dt.timedelta(days=2),
        timezone="Europe/Lisbon",
        website_url="https://harbour.example/2027/",
        pretalx_event_slug="harbour-2027",
    )
    conference = set_up(wanted, by=SuperuserFactory())
    for page in conference.home_page.get_descendants(inclusive=True).specific():
        page.get_latest_revision().publish()
    return Conference.objects.get()


def clone(old, **changed):
    return clone_conference(old, **{"slug": "harbour-2028", "start_date": NEXT, **changed}).conference


def publish(conference):
    Conference.objects.filter(pk=conference.pk).update(is_active=True)
    for page in conference.home_page.get_descendants(inclusive=True).specific():
        page.get_latest_revision().publish()


def add_content(old, **fields):
    page = ContentPage(title="Links", slug="links", **fields)
    old.home_page.add_child(instance=page)
    return page


def copy_of(new):
    return ContentPage.objects.get(slug="links", path__startswith=new.home_page.path)


def test_days_move_and_what_belongs_to_a_year_stays_behind(old):
    SectionFactory(conference=old, name="Talks", slug="talks", start_date=DAY, end_date=DAY)
    Conference.objects.filter(pk=old.pk).update(seller_name="Harbour e. V.")
    old = Conference.objects.get()
    old.pretalx_token = old.stripe_secret_key = "secret"
    old.save()
    ScheduleSlotFactory(conference=old)
    new = clone(old)
    assert (new.name, new.start_date, new.end_date) == ("Harbour 2028", NEXT, NEXT + dt.timedelta(days=2))
    assert new.sections.get().start_date == NEXT
    assert (new.pretalx_event_slug, new.pretalx_token, new.stripe_secret_key) == ("", None, None)
    assert (new.seller_name, new.is_active) == ("Harbour e. V.", False)
    assert not Talk.objects.filter(conference=new).exists()
    assert not new.speakers.exists()


def test_key_dates_keep_their_names_and_lose_their_days(old):
    old.facts.contact_email, old.facts.sender_name = "hello@harbour.example", "Harbour 2027"
    old.facts.key_dates = [KeyDate(slug="cfp_ends", label="Proposals until", day=DAY, time=dt.time(12))]
    old.facts.free_facts = [Fact(slug="wifi", text="harbour")]
    old.facts.save()
    new = clone(old)
    date = new.facts.key_dates.get()
    assert (date.slug, date.day, date.time) == ("cfp_ends", None, None)
    assert (new.facts.free_facts.get().text, new.facts.contact_email) == ("harbour", "hello@harbour.example")
    assert new.facts.sender_name == "Harbour 2028"
    assert old.facts.key_dates.get().day == DAY


def test_flags_look_and_questions_come_along_questions_as_drafts(old):
    old.feature_flags.news_enabled = False
    old.feature_flags.save()
    old.brand.brand_colour = "#123456"
    old.brand.save()
    Question.objects.create(conference=old, question="Where?", answer="<p>There</p>", live=True)
    new = clone(old)
    assert new.feature_flags.news_enabled is False
    assert new.brand.brand_colour == "#123456"
    assert [(q.question, q.live) for q in new.questions.all()] == [("Where?", False)]
    assert old.questions.get().live


def test_people_keep_their_roles_at_the_new_conference_too(old):
    editor = UserFactory()
    editor.groups.add(roles.role_group("editors", old).group)
    new = clone(old)
    assert set(editor.groups.values_list("role_group__conference", flat=True)) == {old.pk, new.pk}


def test_pages_are_drafts_below_the_same_host_and_news_stays(old, client):
    index = NewsIndexPage.objects.get()
    index.add_child(instance=NewsPage(title="Old news", slug="old-news", date=DAY))
    new = clone(old)
    assert new.website_url == "https://harbour.example/2028/"
    pages = new.home_page.get_descendants(inclusive=True)
    assert not pages.live().exists()
    assert pages.count() == 11
    assert not NewsPage.objects.filter(path__startswith=new.home_page.path).exists()
    assert client.get("/2028/", headers={"host": "harbour.example"}).status_code == 404


def test_both_years_are_reachable_and_do_not_mix(old, client):
    new = clone(old)
    publish(new)
    for year, other in (("2027", "2028"), ("2028", "2027")):
        for path in ("", "about/", "schedule/", "news/", "code-of-conduct/"):
            answer = client.get(f"/{year}/{path}", headers={"host": "harbour.example"})
            html = answer.content.decode()
            assert answer.status_code == 200, (year, path)
            assert f'href="/{year}/' in html
            assert f'href="/{other}/' not in html, (year, path)


def test_links_in_text_and_blocks_lead_to_the_copies(old):
    about = ContentPage.objects.get(slug="about")
    add_content(
        old,
        body=[
            (
                "text",
                {
                    "heading": "",
                    "body": f'<p><a linktype="page" id="{about.pk}">About</a> <a id="{about.pk}" linktype="page">us</a></p>',
                },
            ),
            ("call_to_action", {"heading": "Go", "text": "", "label": "About", "page": about, "address": ""}),
        ],
    )
    new = clone(old)
    twin = ContentPage.objects.get(slug="about", path__startswith=new.home_page.path)
    raw = copy_of(new).body.raw_data
    assert raw[0]["value"]["body"].count(f'id="{twin.pk}"') == 2
    assert raw[1]["value"]["page"] == twin.pk
    draft = copy_of(new).get_latest_revision_as_object()
    assert draft.body.raw_data[1]["value"]["page"] == twin.pk


def test_last_years_speakers_and_news_are_not_linked(old):
    news = NewsPage(title="Old news", slug="old-news", date=DAY)
    NewsIndexPage.objects.get().add_child(instance=news)
    speaker = SpeakerFactory(conference=old)
    add_content(
        old,
        body=[
            ("key_speakers", {"heading": "Who", "lead": "", "speakers": [speaker]}),
            ("text", {"heading": "", "body": f'<p>See <a linktype="page" id="{news.pk}">the news</a>.</p>'}),
        ],
    )
    raw = copy_of(clone(old)).body.raw_data
    assert raw[0]["value"]["speakers"] == []
    assert raw[1]["value"]["body"] == "<p>See the news.</p>"


def test_words_of_unpublished_drafts_come_along(old):
    page = add_content(old, introduction="", live=False)
    page.introduction = "Only in the draft"
    page.save_revision()
    assert copy_of(clone(old)).introduction == "Only in the draft"


def test_year_in_the_host_is_replaced(home):
    Conference.objects.update(name="Harbour 2027")
    Site.objects.update(hostname="2027.harbour.example")
    new = clone(Conference.objects.get())
    assert new.website_url == "http://2028.harbour.example/"
    assert Site.objects.get(hostname="2028.harbour.example").root_page_id == new.home_page.pk


def test_refused_clone_leaves_nothing(old):
    for wrong in ({"address": "https://harbour.example/2027/"}, {"slug": old.slug}, {"name": "x" * 300}):
        with pytest.raises(ValidationError):
            clone(old, **wrong)
    assert Conference.objects.count() == HomePage.objects.count() == SchedulePage.objects.count() == 1


def test_conference_without_pages_is_cloned_without_pages(conference):
    assert clone(conference, slug="n").website_url == ""
    assert not HomePage.objects.exists()
