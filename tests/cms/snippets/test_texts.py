"""Notices, questions and the look."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from conference.models import Notice, Question
from conference.services.roles import sync_role_groups
from tests.factories.conference import ConferenceFactory


@pytest.fixture
def editor(staff_client, conference, home):
    client = staff_client("editors", conference)
    sync_role_groups()
    return client


NOTICE = {"text": "Doors open", "kind": "info", "link": "", "link_text": "", "starts_at": "", "ends_at": ""}


def test_a_notice_is_a_draft_until_it_is_published(editor, client, conference, committing):
    with committing():
        editor.post(reverse("wagtailsnippets_conference_notice:add"), NOTICE)
    notice = Notice.objects.get()
    assert notice.conference == conference
    assert "Doors open" not in client.get("/").content.decode()

    url = reverse("wagtailsnippets_conference_notice:edit", args=[notice.pk])
    with committing():
        editor.post(url, {**NOTICE, "action-publish": "1"})

    assert "Doors open" in client.get("/").content.decode()
    assert notice.revisions.count() == 2


def test_times_of_a_notice_are_read_in_the_conferences_zone(editor):
    data = {**NOTICE, "starts_at": "2027-06-10 08:00", "ends_at": "2027-06-10 09:00"}
    editor.post(reverse("wagtailsnippets_conference_notice:add"), data)

    assert Notice.objects.get().latest_revision.content["starts_at"] == "2027-06-10T06:00:00Z"
    assert "Time in Europe/Berlin." in editor.get(reverse("wagtailsnippets_conference_notice:add")).content.decode()


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (Notice, {**NOTICE, "text": "At {{ venue }}"}),
        (Question, {"question": "Where?", "answer": rich_text("<p>At {{ venue }}</p>"), "topic": "T", "order": "0"}),
    ],
)
def test_an_editor_previews_what_is_typed(editor, conference, model, data):
    name = f"wagtailsnippets_conference_{model._meta.model_name}"
    conference.is_active = False
    conference.save()

    url = reverse(f"{name}:preview_on_add")
    assert editor.post(url, data).json()["is_valid"]
    html = editor.get(url).content.decode()
    assert "At Town Hall" in html
    assert conference.name in html


@pytest.mark.parametrize("model", ["notice", "question"])
def test_listings_and_forms_answer_and_cost_the_same_for_many(editor, conference, model, django_assert_num_queries):
    def make(number):
        if model == "notice":
            return Notice.objects.create(conference=conference, text=f"N{number}")
        return Question.objects.create(conference=conference, question=f"N{number}", answer="x", topic="T")

    url = reverse(f"wagtailsnippets_conference_{model}:list")
    make(0)
    editor.get(url)
    with django_assert_num_queries(15):
        assert "w-status" in editor.get(url).content.decode()
    for number in range(1, 8):
        make(number)
    with django_assert_num_queries(15):
        html = editor.get(url).content.decode()
    assert "N7" in html


@pytest.mark.parametrize("name", ["edit", "delete", "history", "usage", "unpublish", "preview_on_edit"])
@pytest.mark.parametrize("model", [Notice, Question])
def test_another_conferences_texts_do_not_exist(editor, model, name):
    values = {"text": "x"} if model is Notice else {"question": "x", "answer": "x"}
    other = model.objects.create(conference=ConferenceFactory(), **values)

    url = reverse(f"wagtailsnippets_conference_{model._meta.model_name}:{name}", args=[other.pk])

    assert editor.get(url).status_code == 404


def test_the_look_tells_which_colours_are_used_otherwise(editor, conference, client, committing):
    url = reverse("wagtailsnippets_conference_brand:edit", args=[conference.brand.pk])
    data = {
        "brand_colour": "#ffee00",
        "accent_colour": "#0b5d4e",
        "display_font": "newsreader",
        "corner_radius": "none",
        "footer_text": "Made by volunteers",
    }
    before = client.get("/").content.decode()

    with committing():
        response = editor.post(url, data, follow=True)

    html = response.content.decode()
    assert "#ffee00 is hard to read as text on light pages" in html
    after = client.get("/").content.decode()
    assert "Made by volunteers" in after
    theme = after.split('href="/theme/')[1].split('"')[0]
    assert theme not in before
    assert client.get(f"/theme/{theme}").status_code == 200


def test_a_colour_that_is_none_is_refused(editor, conference):
    url = reverse("wagtailsnippets_conference_brand:edit", args=[conference.brand.pk])
    data = {"brand_colour": "red;}", "accent_colour": "#0b5d4e", "display_font": "newsreader", "corner_radius": "none"}

    assert editor.post(url, data).status_code == 200
    conference.brand.refresh_from_db()
    assert conference.brand.brand_colour != "red;}"
