import pytest
from django.urls import reverse
from django.utils.text import capfirst

from conference.models import FeatureFlags
from tests.factories.cms import add_content_page, add_news, add_news_index, add_schedule_page
from tests.factories.conference import ConferenceFactory, SuperuserFactory


@pytest.fixture
def editor(staff_client, conference):
    return staff_client("editors", conference)


@pytest.fixture
def url(conference):
    return reverse("wagtailsnippets_conference_featureflags:edit", args=[conference.feature_flags.pk])


@pytest.fixture
def site(home):
    add_news(add_news_index(home, show_in_menus=True), title="Tickets are here")
    add_schedule_page(home, show_in_menus=True)
    add_content_page(home, title="About", show_in_menus=True)
    return home


def post(editor, url, **values):
    fields = [f.name for f in FeatureFlags._meta.fields if f.name.endswith("_enabled")]
    return editor.post(url, {**dict.fromkeys(fields, ""), **values})


def test_the_listing_leads_to_the_conferences_own_switches(editor, url):
    response = editor.get(reverse("wagtailsnippets_conference_featureflags:list"))

    assert response.status_code == 302
    assert response.url == url


def test_three_states_and_the_effective_value_are_shown(editor, url, conference):
    conference.feature_flags.public_ui_enabled = False
    conference.feature_flags.save()

    html = editor.get(url).content.decode()

    for field in FeatureFlags._meta.fields:
        if field.name.endswith("_enabled"):
            assert f'name="{field.name}" value="on"' in html
            assert f'role="radiogroup" aria-label="{capfirst(field.verbose_name)}"' in html
    assert "Default (currently on)" in html
    assert "Now: off, because the public pages are off." in html
    assert "Now: on." in html


def test_nothing_is_switched_before_it_is_confirmed(editor, url, site, conference):
    response = post(editor, url, news_enabled="off")

    html = response.content.decode()
    assert response.status_code == 200
    assert "This disappears" in html
    assert "Page “News”" in html
    assert "Page “Tickets are here”" in html
    assert "Menu item “News”" in html
    assert "Feed /news/feed.atom" in html
    assert "About" not in html.split("Saving is in effect at once")[1]
    conference.feature_flags.refresh_from_db()
    assert conference.feature_flags.news_enabled is None


def test_a_confirmed_switch_is_in_effect_at_once_everywhere(editor, url, site, client, committing):
    assert client.get("/news/").status_code == 200

    with committing():
        response = post(editor, url, news_enabled="off", confirmed="1")

    assert response.status_code == 302
    assert response.url == url
    assert client.get("/news/").status_code == 404
    assert client.get("/news/feed.atom").status_code == 404
    assert "News" not in client.get("/").content.decode()
    assert "/news/" not in client.get("/sitemap.xml").content.decode()
    with committing():
        post(editor, url, confirmed="1")
    assert client.get("/news/").status_code == 200


def test_switching_on_lists_what_appears(editor, url, site, conference):
    conference.feature_flags.schedule_enabled = False
    conference.feature_flags.save()

    html = post(editor, url, schedule_enabled="").content.decode()

    assert "This appears" in html
    assert "Feed /schedule/schedule.ics" in html


def test_a_choice_that_changes_nothing_is_saved_without_a_question(editor, url, site, conference):
    response = post(editor, url, news_enabled="on")

    assert response.status_code == 302
    conference.feature_flags.refresh_from_db()
    assert conference.feature_flags.news_enabled is True


def test_who_set_a_switch_is_shown_and_kept_in_the_history(editor, url, site, conference):
    post(editor, url, news_enabled="off", confirmed="1")

    html = editor.get(url).content.decode()
    history = editor.get(reverse("wagtailsnippets_conference_featureflags:history", args=[conference.feature_flags.pk]))

    assert f"Set by {editor.user} on" in html
    assert history.status_code == 200
    assert str(editor.user) in history.content.decode()


def test_the_form_never_saves_by_itself(editor, url, site, conference):
    response = editor.post(url, {"news_enabled": "off"}, headers={"Accept": "application/json"})

    assert response.status_code == 400
    conference.feature_flags.refresh_from_db()
    assert conference.feature_flags.news_enabled is None


def test_nobody_adds_or_deletes_switches(client_for, url, conference):
    admin = client_for(SuperuserFactory())
    for name, args in (("add", []), ("delete", [conference.feature_flags.pk])):
        response = admin.get(reverse(f"wagtailsnippets_conference_featureflags:{name}", args=args))
        assert response.status_code in (302, 403, 404)
    assert FeatureFlags.objects.filter(conference=conference).exists()
    assert admin.get(url).status_code == 200


def test_another_conferences_switches_do_not_exist(editor, url):
    other = ConferenceFactory().feature_flags

    for name in ("edit", "history", "usage"):
        address = reverse(f"wagtailsnippets_conference_featureflags:{name}", args=[other.pk])
        assert editor.get(address).status_code == 404, name


def test_the_programme_team_does_not_switch(staff_client, conference, url):
    assert staff_client("programme", conference).get(url).status_code == 302
