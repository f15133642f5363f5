"""What editors meet in Wagtail's own forms."""

import pytest
from django.urls import reverse

from cms.blocks import PAGE_BLOCKS
from cms.models import ContentPage
from conference.services.roles import sync_role_groups
from tests.factories.cms import add_content_page, add_news, add_news_index, add_schedule_page


@pytest.fixture
def editor(staff_client, conference, home):
    client = staff_client("editors", conference)
    sync_role_groups()
    return client


def test_every_page_type_has_a_form_with_the_list_of_facts(editor, home):
    index = add_news_index(home)
    for page in (home, index, add_news(index), add_content_page(home), add_schedule_page(home)):
        response = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200, type(page)
        if not page.specific_class.__name__.startswith("Schedule"):
            assert "{{ venue }}" in response.content.decode(), type(page)


def test_the_content_checker_runs_all_rules(editor, home):
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[home.pk])).content.decode()

    assert "alt-text-quality" in html
    assert "runOnly" not in html


def test_the_checker_is_in_the_preview_panel_and_nowhere_else(editor, client, home):
    page = add_content_page(home)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

    editor.post(
        url,
        nested_form_data(
            {"title": "", "slug": "x", "introduction": "Draft", "body": streamfield([]), "comments": inline_formset([])}
        ),
    )
    panel = editor.get(f"{url}?in_preview_panel=true").content.decode()

    assert "Draft" in panel
    assert "wagtail-userbar" in panel
    assert "wagtail-userbar" not in client.get(page.url).content.decode()
    assert "wagtail-userbar" not in editor.get(page.url).content.decode()


@pytest.mark.parametrize("name", [name for name, _block in PAGE_BLOCKS])
def test_every_block_previews_in_the_list_of_blocks(editor, name):
    block = ContentPage._meta.get_field("body").stream_block.child_blocks[name]

    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})

    assert response.status_code == 200
    assert "cms/css/site.css" in response.content.decode()
