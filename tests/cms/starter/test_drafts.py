"""What the site of a new conference begins with."""

import pytest

from cms.models import TicketStorefrontPage
from cms.starter.drafts import draft_pages
from common.texts import hints_in

pytestmark = pytest.mark.django_db


def test_a_new_conference_has_a_draft_of_its_shop_with_a_hint_what_to_write(home):
    page = draft_pages(home)["tickets"]
    assert page == TicketStorefrontPage.objects.child_of(home).get()
    assert (page.live, page.show_in_menus, page.title) == (False, True, "Tickets")
    (hint,) = hints_in(page.get_latest_revision_as_object())
    assert hint.startswith("Who gets a reduction")


def test_the_menu_leads_from_the_programme_to_the_tickets(home):
    draft_pages(home)
    in_menu = home.get_children().filter(show_in_menus=True).values_list("slug", flat=True)
    assert list(in_menu) == ["schedule", "tickets", "news", "about", "venue", "faq"]


def test_drafts_of_a_shop_are_found_by_nobody_before_they_are_published(home, client):
    page = draft_pages(home)["tickets"]
    assert client.get("/tickets/").status_code == 404
    page.get_latest_revision().publish()
    assert client.get("/tickets/").status_code == 200
