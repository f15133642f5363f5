import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from cms.models import ContentPage, HomePage, NewsIndexPage, NewsPage, SchedulePage, YearsPage
from conference.services.roles import sync_role_groups
from tests.factories.cms import add_content_page, add_news, add_news_index, add_schedule_page
from tests.factories.conference import ConferenceFactory


@pytest.fixture
def site(home):
    add_content_page(home, slug="about", title="About us", search_description="Who we are")
    add_news(add_news_index(home), slug="first", title="First news")
    add_schedule_page(home)
    return home


def switch(conference, **values):
    for name, value in values.items():
        setattr(conference.feature_flags, name, value)
    conference.feature_flags.save()


@pytest.mark.parametrize("url", ["/", "/about/", "/news/", "/news/first/", "/news/feed.atom", "/schedule/"])
def test_visitors_see_published_pages_without_a_cookie(client, site, url):
    response = client.get(url)

    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("url", ["/", "/about/", "/news/first/", "/schedule/"])
def test_nothing_is_seen_of_a_conference_that_is_not_public(client, site, conference, url):
    conference.is_active = False
    conference.save()

    response = client.get(url)

    assert response.status_code == 404
    assert conference.name not in response.content.decode()


@pytest.mark.parametrize(
    ("flags", "gone"),
    [
        ({"news_enabled": False}, ["/news/", "/news/first/", "/news/feed.atom"]),
        ({"schedule_enabled": False}, ["/schedule/"]),
        ({"public_ui_enabled": False}, ["/news/", "/news/first/", "/schedule/"]),
        ({"all_ui_enabled": False}, ["/news/", "/news/first/", "/schedule/"]),
    ],
)
def test_what_belongs_to_a_switched_off_feature_is_not_found(client, site, conference, flags, gone):
    switch(conference, **flags)

    for url in ("/", "/about/", "/news/", "/news/first/", "/news/feed.atom", "/schedule/"):
        expected = 404 if url in gone or (url == "/news/feed.atom" and "/news/" in gone) else 200
        assert client.get(url).status_code == expected, url


def test_an_editor_reads_why_a_page_is_hidden_and_a_visitor_does_not(client, staff_client, site, conference):
    editor = staff_client("editors", conference)
    sync_role_groups()
    switch(conference, news_enabled=False)

    for_editor = editor.get("/news/first/").content.decode()

    page = NewsPage.objects.get(slug="first")
    assert "Its feature is switched off." in for_editor
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in for_editor
    assert "switched off" not in client.get("/news/first/").content.decode()
    assert "switched off" not in staff_client("programme", conference).get("/news/first/").content.decode()


def test_a_preview_shows_the_hidden_page_with_a_note(staff_client, site, conference):
    editor = staff_client("editors", conference)
    sync_role_groups()
    switch(conference, news_enabled=False)
    page = NewsPage.objects.get(slug="first")

    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    html = response.content.decode()
    assert response.status_code == 200
    assert "First news" in html
    assert "Visitors do not see this page" in html


def test_a_preview_survives_empty_fields(home):
    for page in (
        ContentPage(title="", body=[]),
        NewsPage(title="", date=None, introduction=""),
        NewsIndexPage(title=""),
        HomePage(title="", conference=home.conference),
    ):
        for mode, _label in page.preview_modes:
            assert page.make_preview_request(preview_mode=mode).status_code == 200, type(page)


@pytest.mark.parametrize("slug", ["admin", "account", "media", "O", "well-known", "documents"])
def test_slugs_of_the_sites_own_addresses_are_refused_with_one_sentence(home, slug):
    page = ContentPage(title="X", slug=slug)
    home.add_child(instance=ContentPage(title="Y", slug="fine"))
    page.path, page.depth = home.path + "0009", home.depth + 1

    with pytest.raises(ValidationError, match="is an address of the site itself; choose another one"):
        page.clean()


def test_a_page_lies_only_where_it_belongs():
    assert set(ContentPage.allowed_parent_page_models()) == {ContentPage, HomePage}
    assert NewsPage.allowed_parent_page_models() == [NewsIndexPage]
    assert set(HomePage.allowed_parent_page_models()) == {Page, YearsPage}
    assert {ContentPage, NewsIndexPage, SchedulePage} <= set(HomePage.allowed_subpage_models())
    assert NewsPage not in HomePage.allowed_subpage_models()
    assert YearsPage.allowed_subpage_models() == [HomePage]


def test_an_old_address_leads_to_the_new_one(client, site, committing):
    page = ContentPage.objects.get(slug="about")
    parent = add_content_page(site, slug="inside")
    with committing():
        page.slug = "about-us"
        page.save_revision().publish()

    assert client.get("/about/").url == "/about-us/"
    with committing():
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=parent.pk), pos="last-child")
    assert client.get("/about-us/").url == "/inside/about-us/"
    assert client.get("/about/").url == "/inside/about-us/"
    assert client.get("/inside/about-us/").status_code == 200


def test_pages_speak_the_conferences_language(client, site, conference):
    conference.language = "de"
    conference.save()

    html = client.get("/about/").content.decode()

    assert '<html lang="de"' in html


def test_the_head_says_what_the_page_is(client, site):
    html = client.get("/about/").content.decode()

    assert "<title>About us · Test Conference</title>" in html
    assert '<link rel="canonical" href="http://testserver/about/">' in html
    assert '<meta name="description" content="Who we are">' in html
    assert '<meta property="og:title" content="About us">' in html


def test_a_restricted_page_is_not_shown_and_not_kept(client, site, committing):
    page = ContentPage.objects.get(slug="about")
    inner = add_content_page(page, slug="inner")
    assert client.get("/about/inner/").status_code == 200
    with committing():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    for url in ("/about/", inner.url):
        response = client.get(url)
        assert response.status_code == 302
        assert "no-store" in response["Cache-Control"]


def test_years_lead_to_the_current_one(client, db):
    root = Page.get_first_root_node()
    years = root.add_child(instance=YearsPage(title="Years", slug="years"))
    old = ConferenceFactory(start_date=dt.date(2026, 6, 1))
    new = ConferenceFactory(start_date=dt.date(2027, 6, 1))
    coming = ConferenceFactory(start_date=dt.date(2028, 6, 1), is_active=False)
    for conference, slug in ((old, "2026"), (new, "2027"), (coming, "2028")):
        years = YearsPage.objects.get(pk=years.pk)
        years.add_child(instance=HomePage(title=slug, slug=slug, conference=conference))
    site = Site.objects.get(is_default_site=True)
    site.root_page = years
    site.hostname = "testserver"
    site.save()

    assert client.get("/").url == "/2027/"
    assert client.get("/2026/").status_code == 200
    assert client.get("/2027/").status_code == 200
    assert client.get("/2028/").status_code == 404
    sitemap = client.get("/sitemap.xml").content.decode()
    assert "/2026/" in sitemap
    assert "/2028/" not in sitemap


def test_addresses_that_lie_nowhere_are_not_found(client, site):
    for url in ("/nothing/", "/about/nothing/", "/news/first/more/", "/nothing/about/"):
        assert client.get(url).status_code == 404, url
