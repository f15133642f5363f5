"""Objects named in the query string or found in lists: nothing of another conference there either."""

import pytest
from wagtail.models import Page

from conference.models import TalkOverride
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


def test_nothing_of_a_closed_conference_is_changed(own, organizer):
    page = f"/admin/pages/{own.home.pk}/unpublish/"
    own.conference.is_closed = True
    own.conference.save()
    for client in (organizer, signed_in(SuperuserFactory())):
        assert client.get(page).status_code == 200
        assert outcome(client, page, "POST") == "D"
    own.conference.is_closed = False
    own.conference.save()
    assert outcome(organizer, page, "POST") == "R"


def test_somebody_with_roles_at_both_edits_the_pages_of_both(own, foreign):
    user = person_with("editors", own.conference)
    user.groups.add(*person_with("editors", foreign.conference).groups.all())
    client = signed_in(user)
    for filled in (own, foreign):
        assert outcome(client, f"/admin/pages/{filled.home.pk}/edit/") == "2"


def test_pages_above_the_conferences_are_left_to_wagtail(own, organizer):
    root = Page.get_first_root_node()
    assert outcome(organizer, f"/admin/pages/{root.pk}/edit/") == "D"
