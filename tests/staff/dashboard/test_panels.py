import pytest
from django.utils import timezone

from conference.models import JobRun, PretalxSyncRun
from tests.staff.conftest import person_with, signed_in


def test_the_front_page_says_what_is_live_and_what_needs_attention(organizer, own):
    JobRun.objects.create(name="sync", next_run_at=timezone.now(), failed=True)
    html = organizer.get("/admin/").content.decode()
    for words in (
        "The site is public.",
        "Of the programme visitors see: the whole schedule.",
        "1 page is published.",
        "1 mail could not be sent.",
        "1 periodic job failed.",
        "The last import from Pretalx did not finish: Own reason",
        "Name a contact address",
    ):
        assert words in html
    assert "Foreign" not in html


def test_an_editor_is_told_nothing_they_cannot_mend(own):
    html = signed_in(person_with("editors", own.conference)).get("/admin/").content.decode()
    assert "1 page is published." in html
    assert "could not be sent" not in html
    assert "did not finish" not in html
    assert "Name a contact address" in html


@pytest.mark.parametrize(
    ("role", "may_explore"), [("editors", True), ("organizers", True), ("finance", False), ("registration", False)]
)
def test_pages_and_their_search_are_linked_for_those_who_may_see_them(own, role, may_explore):
    client = signed_in(person_with(role, own.conference))
    html = client.get("/admin/").content.decode()
    explorer = f"/admin/pages/{own.home.pk}/"
    assert "1 page is published." in html
    assert (f'href="{explorer}"' in html) is may_explore
    assert ("Search all pages" in html) is may_explore
    assert (client.get(explorer).status_code == 200) is may_explore


def test_switched_off_features_are_named_with_the_way_to_the_switch(organizer, own):
    own.conference.feature_flags.news_enabled = False
    own.conference.feature_flags.save()
    html = organizer.get("/admin/").content.decode()
    assert "Switched off: news." in html
    assert f"/edit/{own['flags'].pk}/" in html


def test_a_conference_without_an_event_is_told_to_name_one(organizer, own):
    own.conference.pretalx_event_slug = ""
    own.conference.save()
    PretalxSyncRun.objects.all().delete()
    assert "No Pretalx event is named yet." in organizer.get("/admin/").content.decode()


def test_somebody_without_a_conference_sees_no_panel(superuser):
    html = superuser.get("/admin/", follow=True).content.decode()
    assert "What is live" not in html


def test_the_front_page_takes_twenty_nine_statements_with_checklist_and_sales(
    organizer, own, foreign, django_assert_max_num_queries
):
    organizer.post(f"/admin/pages/{own.home.pk}/unpublish/")
    organizer.get("/admin/")
    with django_assert_max_num_queries(29):
        organizer.get("/admin/")
