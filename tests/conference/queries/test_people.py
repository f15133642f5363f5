import datetime as dt

import pytest
from django.utils import timezone

from conference.models import Invitation
from conference.queries.people import open_invitations, people_at
from conference.services.roles import role_group
from tests.factories.conference import ConferenceFactory, SuperuserFactory, UserFactory


@pytest.fixture
def conference(db):
    return ConferenceFactory()


def add(role, conference, name):
    user = UserFactory(name=name)
    user.groups.add(role_group(role, conference).group)
    return user


@pytest.mark.parametrize("people", [1, 20])
def test_everybody_with_a_role_here_or_everywhere_in_three_statements(conference, people, django_assert_num_queries):
    for number in range(people):
        add("editors", conference, f"Editor {number:02}")
    add("organizers", None, "Chief")
    add("editors", ConferenceFactory(), "Stranger")
    SuperuserFactory(name="Root")
    with django_assert_num_queries(3):
        found = people_at(conference)
    assert [str(person.user) for person in found][:2] == ["Root", "Chief"]
    assert len(found) == people + 2
    assert [(held.label, held.everywhere) for held in found[1].roles] == [("Conference organizers", True)]


def test_people_who_were_switched_off_are_left_out(conference):
    gone = add("editors", conference, "Gone")
    gone.is_active = False
    gone.save()
    assert people_at(conference) == []


def test_only_invitations_that_still_open_something(conference, django_assert_num_queries):
    soon, past = timezone.now() + dt.timedelta(days=1), timezone.now() - dt.timedelta(days=1)
    for email, place, until in (
        ("here@example.org", conference, soon),
        ("all@example.org", None, soon),
        ("late@example.org", conference, past),
        ("else@example.org", ConferenceFactory(), soon),
    ):
        Invitation.objects.create(email=email, role_group=role_group("editors", place), expires_at=until)
    with django_assert_num_queries(1):
        found = {invitation.email for invitation in open_invitations(conference)}
    assert found == {"here@example.org", "all@example.org"}
