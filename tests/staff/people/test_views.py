from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.models import Invitation
from conference.services.roles import role_group
from tests.staff.conftest import person_with, signed_in

PEOPLE = "/admin/conference-settings/people/"


def test_the_tab_shows_who_has_what_and_nobody_else(organizer, own, foreign):
    html = organizer.get(PEOPLE).content.decode()
    assert str(own["member"]) in html
    assert "own@example.org" in html
    assert str(foreign["member"]) not in html
    assert "foreign@example.org" not in html


def test_somebody_is_invited(organizer, own):
    response = organizer.post(PEOPLE, {"email": "New@example.org", "role": "editors", "place": "here"}, follow=True)
    assert "new@example.org is invited." in response.content.decode()
    assert Invitation.objects.get(email="new@example.org").role_group.conference == own.conference


def test_an_address_that_is_too_long_is_not_invited(organizer, own):
    answer = organizer.post(PEOPLE, {"email": f"{'a' * 280}@example.org", "role": "editors", "place": "here"})
    assert "at most 254 characters" in answer.content.decode()


def test_a_role_for_all_conferences_is_not_offered_to_an_organizer_of_one(organizer, own):
    organizer.post(PEOPLE, {"email": "new@example.org", "role": "editors", "place": "everywhere"})
    assert not Invitation.objects.filter(email="new@example.org").exists()
    chief = signed_in(person_with("organizers", None))
    chief.post("/admin/conferences/", {"conference": own.conference.slug})
    chief.post(PEOPLE, {"email": "new@example.org", "role": "editors", "place": "everywhere"})
    assert Invitation.objects.get(email="new@example.org").role_group.conference is None


def test_a_role_is_taken_away(organizer, own):
    group = role_group("editors", own.conference)
    organizer.post(f"/admin/people/{own['member'].pk}/revoke/{group.pk}/")
    assert not own["member"].groups.exists()


def test_the_last_organizer_is_told_why_they_stay(organizer, own):
    group = role_group("organizers", own.conference)
    response = organizer.post(f"/admin/people/{organizer.user.pk}/revoke/{group.pk}/", follow=True)
    assert "is the last organizer" in response.content.decode()
    assert organizer.user.groups.exists()


def test_an_invitation_is_taken_back(organizer, own):
    organizer.post(f"/admin/people/invitations/{own['invitation'].pk}/cancel/")
    assert not Invitation.objects.filter(pk=own["invitation"].pk).exists()


def test_nobody_of_another_conference_is_touched(organizer, own, foreign):
    group = role_group("editors", foreign.conference)
    assert organizer.post(f"/admin/people/{foreign['member'].pk}/revoke/{group.pk}/").status_code == 404
    assert organizer.post(f"/admin/people/invitations/{foreign['invitation'].pk}/cancel/").status_code == 404
    own_group = role_group("editors", own.conference)
    assert organizer.post(f"/admin/people/{foreign['member'].pk}/revoke/{own_group.pk}/").status_code == 404
    assert foreign["member"].groups.exists()


def test_the_tab_asks_as_often_for_few_people_as_for_many(organizer, own):
    def count():
        with CaptureQueriesContext(connection) as seen:
            organizer.get(PEOPLE)
        return len(seen)

    count()
    few = count()
    for _number in range(10):
        person_with("editors", own.conference)
    assert count() == few
    assert few <= 20
