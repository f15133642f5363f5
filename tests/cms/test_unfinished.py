import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from conference.models import ConferenceFacts
from conference.services.roles import sync_role_groups
from tests.factories.cms import add_content_page

JSON = {"Accept": "application/json"}


@pytest.fixture
def editor(staff_client, conference, home):
    client = staff_client("editors", conference)
    sync_role_groups()
    return client


@pytest.fixture
def publish(editor, home):
    """Return `publish(introduction, body)`: the warnings an editor reads after publishing a page with these words."""
    page = add_content_page(home)

    def post(introduction, body="", headers=None):
        form = {
            "title": "About",
            "slug": "about",
            "introduction": introduction,
            "body": streamfield([("text", {"heading": "", "body": rich_text(body)})]),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
        response = editor.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(form), headers=headers or {}
        )
        assert response.status_code in (200, 302)
        return [str(message) for message in get_messages(response.wsgi_request) if message.level_tag == "warning"]

    return post


def test_an_empty_fact_is_told_with_the_way_to_fill_it(publish, conference):
    [warning] = publish("Write to {{ contact_email }} in {{ venue }}.")

    assert "{{ contact_email }}" in warning
    assert "venue" not in warning
    assert f"/edit/{conference.facts.pk}/" in warning


def test_a_filled_fact_is_not_told(publish, conference):
    ConferenceFacts.objects.filter(conference=conference).update(contact_email="hello@example.org")

    assert publish("Write to {{ contact_email }}.") == []


def test_a_hint_left_standing_is_quoted(publish):
    [warning] = publish("", "<p>[Name the <b>behaviour</b> you want.]</p><p>[Say it’s short &amp; plain.]</p>")
    assert "“Say it’s short &amp; plain.”" in warning


def test_an_aside_in_brackets_is_no_hint(publish):
    assert publish("", "<p>An aside [in brackets] is no hint.</p>") == []


def test_saving_by_itself_says_nothing(publish):
    assert publish("Write to {{ contact_email }}.", headers=JSON) == []
