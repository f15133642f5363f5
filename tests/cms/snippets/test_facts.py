import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.models import ContentPage
from conference.models import Fact, KeyDate, Notice, Question
from conference.services.roles import sync_role_groups
from tests.factories.cms import add_content_page
from tests.factories.conference import ConferenceFactory


@pytest.fixture
def editor(staff_client, conference, home):
    client = staff_client("editors", conference)
    sync_role_groups()
    return client


@pytest.fixture
def facts(conference):
    KeyDate.objects.create(facts=conference.facts, slug="cfp", label="CfP", sort_order=0)
    Fact.objects.create(facts=conference.facts, slug="wifi", text="Guest", sort_order=0)
    return conference.facts


def post(editor, facts, *, dates=None, free=None, **values):
    url = reverse("wagtailsnippets_conference_conferencefacts:edit", args=[facts.pk])
    date, fact = facts.key_dates.get(), facts.free_facts.get()
    dates = [{"id": date.pk, "slug": date.slug, "label": date.label, "day": "", "time": ""}] if dates is None else dates
    free = [{"id": fact.pk, "slug": fact.slug, "text": fact.text}] if free is None else free
    data = {
        "tagline": "",
        "contact_email": "",
        "conduct_contact": "",
        "sender_name": "",
        "reply_address": "",
        "hashtag": "",
        "key_dates": inline_formset(dates, initial=sum("id" in row for row in dates)),
        "free_facts": inline_formset(free, initial=sum("id" in row for row in free)),
        "social_links": inline_formset([]),
        **values,
    }
    return editor.post(url, nested_form_data(data))


def test_saving_is_in_effect_at_once(editor, facts, home, client, committing):
    page = add_content_page(home, slug="a", introduction="Write to {{ contact_email }}")
    assert "hello@example.org" not in client.get(page.url).content.decode()

    with committing():
        response = post(editor, facts, contact_email="hello@example.org", confirmed="1")

    assert response.status_code == 302
    assert "Write to hello@example.org" in client.get(page.url).content.decode()


def test_a_change_is_confirmed_with_the_texts_that_will_read_differently(editor, facts, home):
    add_content_page(home, title="Contact page", introduction="Write to {{ contact_email }}")

    html = post(editor, facts, contact_email="hello@example.org").content.decode()

    assert "{{ contact_email }} was “” and will be “hello@example.org”" in html
    assert "Contact page" in html
    facts.refresh_from_db()
    assert facts.contact_email == ""


def test_a_change_that_no_text_shows_needs_no_question(editor, facts):
    assert post(editor, facts, contact_email="hello@example.org").status_code == 302


@pytest.mark.parametrize("where", ["page", "draft", "notice", "question"])
def test_a_fact_in_use_cannot_go_or_be_renamed(editor, facts, home, conference, where):
    if where == "page":
        add_content_page(home, title="The place", body=[{"type": "text", "value": {"body": "<p>{{ wifi }}</p>"}}])
    elif where == "draft":
        page = add_content_page(home, title="The place")
        page.introduction = "{{ wifi }}"
        page.save_revision()
    elif where == "notice":
        Notice.objects.create(conference=conference, text="The place {{ wifi }}", live=False)
    else:
        Question.objects.create(conference=conference, question="The place", answer="<p>{{ wifi }}</p>")
    fact = facts.free_facts.get()

    gone = post(editor, facts, free=[])
    deleted = post(editor, facts, free=[{"id": fact.pk, "slug": "wifi", "text": "Guest", "DELETE": "on"}])
    renamed = post(editor, facts, free=[{"id": fact.pk, "slug": "network", "text": "Guest"}])

    for response in (deleted, renamed):
        html = response.content.decode()
        assert "“wifi” cannot go or get another name" in html
        assert "The place" in html
    assert gone.status_code in (200, 302)
    assert Fact.objects.filter(slug="wifi").exists()


def test_an_unused_fact_may_go(editor, facts):
    fact = facts.free_facts.get()

    response = post(editor, facts, free=[{"id": fact.pk, "slug": "wifi", "text": "Guest", "DELETE": "on"}])

    assert response.status_code == 302
    assert not Fact.objects.exists()


def test_names_are_unique_and_not_those_every_conference_has(editor, facts):
    fact = facts.free_facts.get()

    twice = post(editor, facts, free=[{"id": fact.pk, "slug": "cfp", "text": "x"}]).content.decode()
    taken = post(editor, facts, free=[{"id": fact.pk, "slug": "venue", "text": "x"}]).content.decode()

    assert "Used twice: cfp." in twice
    assert "Every conference has these already: venue." in taken


def test_the_form_lists_what_texts_may_name(editor, facts):
    html = editor.get(reverse("wagtailsnippets_conference_conferencefacts:edit", args=[facts.pk])).content.decode()

    assert "{{ wifi }}" in html
    assert "{{ cfp }}" in html
    assert "{{ dates }}" in html


def test_another_conferences_facts_do_not_exist(editor):
    other = ConferenceFactory().facts

    url = reverse("wagtailsnippets_conference_conferencefacts:edit", args=[other.pk])
    assert editor.get(url).status_code == 404


def page_data(**values):
    return nested_form_data(
        {
            "title": "T",
            "slug": "t",
            "introduction": "",
            "body": streamfield([]),
            "seo_title": "",
            "search_description": "",
            "comments": inline_formset([]),
            **values,
        }
    )


def test_a_page_that_names_an_unknown_fact_is_not_saved(editor, facts, home):
    url = reverse("wagtailadmin_pages:add", args=["cms", "contentpage", home.pk])
    body = streamfield([("text", {"heading": "", "body": rich_text("<p>{{ vnue }}</p>")})])

    refused = editor.post(url, page_data(body=body))
    accepted = editor.post(url, page_data(introduction="At {{ venue }} with {{ wifi }}"))

    assert refused.status_code == 200
    html = refused.content.decode()
    assert "Unknown fact {{ vnue }}. You can use:" in html
    assert "wifi" in html
    assert accepted.status_code == 302
    assert ContentPage.objects.get().introduction == "At {{ venue }} with {{ wifi }}"


def test_a_notice_that_names_an_unknown_fact_is_not_saved(editor, facts):
    url = reverse("wagtailsnippets_conference_notice:add")
    data = {"kind": "info", "link": "", "link_text": "", "starts_at": "", "ends_at": ""}

    assert "Unknown fact {{ nope }}" in editor.post(url, {**data, "text": "{{ nope }}"}).content.decode()
    assert editor.post(url, {**data, "text": "{{ wifi }}"}).status_code == 302
    assert Notice.objects.get().text == "{{ wifi }}"
