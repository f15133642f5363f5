import datetime as dt
import xml.etree.ElementTree as ET

import pytest
import time_machine
from wagtail.models import PageViewRestriction

from tests.factories.cms import add_content_page, add_news, add_news_index, add_schedule_page
from tests.factories.conference import ScheduleSlotFactory, SpeakerFactory, TalkFactory

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client):
    tree = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own answer
    return {found.text.removeprefix("http://testserver") for found in tree.iter(LOC)}


@pytest.fixture
def site(home, conference):
    add_content_page(home, slug="about")
    add_news(add_news_index(home), slug="first")
    add_schedule_page(home)
    speaker = SpeakerFactory(conference=conference)
    talk = TalkFactory(conference=conference, speakers=[speaker])
    ScheduleSlotFactory(conference=conference, talk=talk)
    home.talk_url, home.speaker_url = f"/schedule/talk/{talk.code}/", f"/schedule/speaker/{speaker.code}/"
    return home


def test_the_sitemap_lists_everything_visitors_see_and_each_address_answers(client, site):
    found = addresses(client)

    assert {"/", "/about/", "/news/", "/news/first/", "/schedule/", site.talk_url, site.speaker_url} <= found
    for address in found:
        assert client.get(address).status_code == 200, address


def test_the_sitemap_lists_nothing_hidden(client, site, conference, committing):
    add_content_page(site, slug="draft", live=False)
    restricted = add_content_page(site, slug="restricted")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    conference.feature_flags.news_enabled = conference.feature_flags.schedule_enabled = False
    conference.feature_flags.save()

    assert addresses(client) == {"/", "/about/"}
    conference.is_active = False
    with committing():
        conference.save()
    assert addresses(client) == set()


def test_robots_may_read_all_but_the_rooms_of_people(client, site, conference, committing):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/\n" in text
    assert "Disallow: /account/\n" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    conference.is_active = False
    with committing():
        conference.save()
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_security_txt_names_the_contact_and_when_it_ends(client, site, conference):
    conference.facts.contact_email = "safe@example.org"
    conference.facts.save()

    with time_machine.travel(dt.datetime(2027, 1, 1, 15, tzinfo=dt.UTC), tick=False):
        response = client.get("/.well-known/security.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "Contact: mailto:safe@example.org",
        "Expires: 2027-06-30T00:00:00Z",
        "Canonical: http://testserver/.well-known/security.txt",
    ]


def test_security_txt_of_the_installation_wins_and_without_any_there_is_none(client, site, settings, committing):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "https://example.org/security"

    assert "Contact: https://example.org/security\n" in client.get("/.well-known/security.txt").content.decode()


def test_the_news_feed_is_atom_with_names_that_outlive_a_slug(client, home, committing):
    index = add_news_index(home)
    page = add_news(index, slug="first", title="A <b> & c", introduction="At {{ venue }} <i>", date=dt.date(2027, 1, 2))
    add_news(index, slug="draft", title="Draft", live=False)
    atom = "{http://www.w3.org/2005/Atom}"

    def entries():
        response = client.get("/news/feed.atom")
        assert response["Content-Type"].startswith("application/atom+xml")
        return list(ET.fromstring(response.content).iter(f"{atom}entry"))  # noqa: S314 - our own answer

    (entry,) = entries()
    assert entry.find(f"{atom}title").text == "A <b> & c"
    assert entry.find(f"{atom}summary").text == "At Town Hall &lt;i&gt;"
    assert entry.find(f"{atom}published").text == "2027-01-02T00:00:00+01:00"
    assert entry.find(f"{atom}link").get("href") == "http://testserver/news/first/"
    name = entry.find(f"{atom}id").text
    page.slug = "second"
    with committing():
        page.save_revision().publish()
    (entry,) = entries()
    assert entry.find(f"{atom}link").get("href") == "http://testserver/news/second/"
    assert entry.find(f"{atom}id").text == name


def test_the_front_page_describes_the_event(client, home, conference):
    import json

    conference.facts.contact_email = "hello@example.org"
    conference.facts.tagline = "</script><script>alert(1)</script>"
    conference.facts.save()

    html = client.get("/").content.decode()
    data = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])

    assert data["@type"] == "Event"
    assert (data["startDate"], data["endDate"]) == ("2027-06-10", "2027-06-12")
    assert data["location"]["name"] == "Town Hall"
    assert data["organizer"]["email"] == "hello@example.org"
    assert data["url"] == "http://testserver/"
    assert "<script>alert" not in html


def test_an_error_page_needs_no_database(client, home, django_assert_num_queries, rf):
    from cms.errors import server_error

    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_the_not_found_page_is_cheap_and_sets_no_cookie(client, home, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        response = client.get("/nothing/")

    assert response.status_code == 404
    assert not response.cookies
    assert 'content="noindex"' in response.content.decode()
