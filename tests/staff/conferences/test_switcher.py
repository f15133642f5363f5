from conference import scope
from tests.staff.conftest import person_with, signed_in


def test_the_switcher_remembers_the_chosen_conference(own, foreign):
    client = signed_in(person_with("organizers", None))
    for filled, other in ((own, foreign), (foreign, own)):
        client.post("/admin/conferences/", {"conference": filled.conference.slug})
        html = client.get("/admin/programme/talks/").content.decode()
        assert str(filled["own_talk"]) in html
        assert str(other["own_talk"]) not in html


def test_a_conference_without_a_role_is_not_chosen(organizer, own, foreign):
    assert organizer.post("/admin/conferences/", {"conference": foreign.conference.slug}).status_code == 404
    assert scope.SESSION_KEY not in organizer.session


def test_a_link_does_not_switch(own, foreign):
    client = signed_in(person_with("organizers", None))
    client.get(f"/admin/conferences/?conference={own.conference.slug}")
    assert scope.SESSION_KEY not in client.session


def test_the_menu_bears_the_conferences_name(organizer, own):
    assert "Own Days" in organizer.get("/admin/account/").content.decode()


def test_a_role_taken_away_ends_the_choice(own, foreign):
    user = person_with("organizers", own.conference)
    group = person_with("organizers", foreign.conference).groups.get()
    user.groups.add(group)
    client = signed_in(user)
    client.post("/admin/conferences/", {"conference": foreign.conference.slug})
    user.groups.remove(group)
    assert "Own keynote" in client.get("/admin/programme/talks/").content.decode()
