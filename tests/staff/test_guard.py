"""Objects named in the query string or found in lists: nothing of another conference there either."""

import pytest
from wagtail.models import Page

from conference.models import TalkOverride
from tests.factories.cms import add_content_page
from tests.factories.conference import SuperuserFactory
from tests.staff.conftest import person_with, signed_in
from tests.staff.url_walk import addresses, outcome

BULK = "/admin/bulk/{app}/{model}/{action}/?id={key}"


@pytest.mark.parametrize(
    ("app", "model", "action", "name"),
    [
        ("conference", "talkoverride", "delete", "talk_override"),
        ("conference", "plenaryimage", "delete", "image"),
        ("conference", "plenarydocument", "add_tags", "document"),
        ("wagtailcore", "page", "delete", "home"),
        ("wagtailcore", "page", "move", "home"),
    ],
)
def test_bulk_actions_reach_no_other_conference(own, foreign, organizer, app, model, action, name):
    def path(filled):
        return BULK.format(app=app, model=model, action=action, key=filled.objects[name].pk)

    assert outcome(organizer, path(own)) == "2"  # the control
    for method in ("GET", "POST"):
        assert outcome(organizer, path(foreign), method) == "4"
        assert outcome(organizer, f"{path(own)}&id={foreign.objects[name].pk}", method) == "4"


def test_people_in_bulk_are_for_superusers(own, organizer):
    path = BULK.format(app="conference", model="user", action="delete", key=organizer.user.pk)
    assert outcome(organizer, path) == "4"
    assert outcome(signed_in(SuperuserFactory()), path) == "2"


def test_all_of_a_listing_means_all_of_ones_conference(own, foreign, organizer):
    response = organizer.get("/admin/bulk/conference/talkoverride/delete/?id=all")
    assert "Own talk" in response.content.decode()
    assert "Foreign" not in response.content.decode()
    organizer.post("/admin/bulk/conference/talkoverride/delete/?id=all")
    assert [override.talk.title for override in TalkOverride.objects.all()] == ["Foreign talk"]


@pytest.mark.parametrize(
    "path",
    [
        "/admin/choose-page/chosen-multiple/?id={home}",
        "/admin/images/chooser/chosen-multiple/?id={image}",
        "/admin/documents/chooser/chosen-multiple/?id={document}",
        "/admin/programme/choose-talk/chosen-multiple/?id={talk}",
        "/admin/snippets/choose/conference/talkoverride/chosen-multiple/?id={talk_override}",
        "/admin/programme/corrected-talks/add/?talk={talk}",
    ],
)
def test_choosers_answer_nothing_of_another_conference(own, foreign, organizer, path):
    def filled_in(filled):
        return path.format(**{name: thing.pk for name, thing in filled.objects.items()})

    assert outcome(organizer, filled_in(own)) in ("2", "R")
    assert outcome(organizer, filled_in(foreign)) == "4"


def test_no_list_shows_a_word_of_another_conference(own, foreign, organizer):
    shown = []
    for address in addresses():
        if address.parameters or not address.pattern.startswith("admin/") or "^.*" in address.pattern:
            continue
        response = organizer.get(address.path({}), follow=True)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if b"Foreign" in body:
            shown.append(address.name)
    assert shown == []


@pytest.mark.parametrize("query", ["?export=csv", "?export=xlsx", "?q=Foreign", "results/?q=o"])
@pytest.mark.parametrize("desk", ["talks", "speakers", "rooms", "slots", "sections", "defaults", "corrected-talks"])
def test_no_export_or_search_finds_another_conference(own, foreign, organizer, desk, query):
    response = organizer.get(f"/admin/programme/{desk}/{query}")
    body = response.getvalue() if response.streaming else response.content
    assert response.status_code == 200
    assert not [
        str(thing) for thing in foreign.objects.values() if f"{thing}".encode() in body and "Foreign" in f"{thing}"
    ]


@pytest.fixture
def at_both(own, foreign):
    """Return a client of an organizer of both conferences, of which the foreign one is closed."""
    user = person_with("organizers", own.conference)
    user.groups.add(*person_with("organizers", foreign.conference).groups.all())
    foreign.conference.is_closed = True
    foreign.conference.save()
    return signed_in(user)


def told(client, path, data=None) -> str:
    """Post, and return what the next page says."""
    return client.post(path, data or {}, follow=True).content.decode()


def test_nothing_of_a_closed_conference_is_changed(own, organizer):
    page = f"/admin/pages/{own.home.pk}/unpublish/"
    own.conference.is_closed = True
    own.conference.save()
    for client in (organizer, signed_in(SuperuserFactory())):
        assert client.get(page).status_code == 200
        assert outcome(client, page, "POST") == "D"
        assert "Own Days is closed" in told(client, page)
    own.conference.is_closed = False
    own.conference.save()
    assert outcome(organizer, page, "POST") == "R"


def test_a_script_is_told_of_a_closed_conference_by_its_status(own, organizer):
    path = f"/admin/pages/{own.home.pk}/unpublish/"
    own.conference.is_closed = True
    own.conference.save()
    assert organizer.post(path, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


def test_pages_are_not_copied_into_a_closed_conference(own, foreign, at_both):
    page = add_content_page(own.home, title="Own page")
    values = {"new_title": "Copy", "new_slug": "copy", "copy_subpages": "", "publish_copies": "", "alias": ""}
    path = f"/admin/pages/{page.pk}/copy/"
    assert "Foreign Days is closed" in told(at_both, path, {**values, "new_parent_page": foreign.home.pk})
    assert not Page.objects.filter(title="Copy").exists()
    told(at_both, path, {**values, "new_parent_page": own.home.pk})
    assert Page.objects.get(title="Copy").get_parent().pk == own.home.pk


def test_pages_are_not_moved_into_or_deleted_from_a_closed_conference_by_the_dozen(own, foreign, at_both):
    page, kept = add_content_page(own.home, title="Own page"), add_content_page(foreign.home, title="Kept page")
    move = f"/admin/bulk/wagtailcore/page/move/?id={page.pk}"
    assert "Foreign Days is closed" in told(at_both, move, {"chooser": foreign.home.pk})
    for query in (f"id={kept.pk}", f"id=all&childOf={foreign.home.pk}", "id=all&q=Kept", "id=all"):
        told(at_both, f"/admin/bulk/wagtailcore/page/delete/?{query}")
    assert set(Page.objects.filter(title__endswith="page")) >= {page.page_ptr, kept.page_ptr}
    assert Page.objects.get(pk=page.pk).get_parent().pk == own.home.pk
    told(at_both, f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}")
    assert not Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("query", ["id=all", "id=all&q=page", "id=all&childOf=1"])
@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_all_pages_of_a_listing_are_ones_own(own, foreign, organizer, action, query):
    """A listing of pages that one may not touch would name the drafts of another conference."""
    add_content_page(own.home, title="Own page")
    add_content_page(foreign.home, title="Foreign page", live=False)
    html = organizer.get(f"/admin/bulk/wagtailcore/page/{action}/?{query}").content.decode()
    assert "Own " in html
    assert "Foreign" not in html


def test_somebody_with_roles_at_both_edits_the_pages_of_both(own, foreign):
    user = person_with("editors", own.conference)
    user.groups.add(*person_with("editors", foreign.conference).groups.all())
    client = signed_in(user)
    for filled in (own, foreign):
        assert outcome(client, f"/admin/pages/{filled.home.pk}/edit/") == "2"


def test_pages_above_the_conferences_are_left_to_wagtail(own, organizer):
    root = Page.get_first_root_node()
    assert outcome(organizer, f"/admin/pages/{root.pk}/edit/") == "D"


@pytest.mark.parametrize("action", ["copy", "move", "delete", "publish", "unpublish"])
def test_pages_are_not_changed_by_the_interface_of_scripts(own, foreign, at_both, action):
    """It would copy into a closed conference, whatever the forms refuse."""
    page = add_content_page(own.home, title="Own page")
    client = signed_in(SuperuserFactory())
    for someone in (at_both, client):
        path = f"/admin/api/main/pages/{page.pk}/"
        assert outcome(someone, path) == "2"  # the control: reading works
        assert outcome(someone, f"{path}action/{action}/", "POST") == "4"
