"""Wagtail's question “may this person …?” is answered with a permission and a conference."""

import pickle

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.permissions import policy_registry

from common.policies import attach, conference_at_work, conference_of
from conference.models import Section
from conference.services.roles import role_group
from tests.factories.conference import ConferenceFactory, SectionFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return policy_registry.get_by_type(Section)


@pytest.fixture
def at_work(rf):
    """Return `at_work(user)`: the person in a request below /admin/."""

    def enter(user):
        request = rf.get("/admin/")
        request.user, request.session = user, {}
        attach(request)
        return request.user

    return enter


def holder(role, conference):
    user = UserFactory()
    user.groups.add(role_group(role, conference).group)
    return user


def test_outside_of_the_admin_a_role_for_one_conference_is_not_enough(policy, conference, at_work):
    user = holder("organizers", conference)
    assert not policy.user_has_permission(user, "change")
    assert policy.user_has_permission(at_work(user), "change")
    assert policy.user_has_permission(holder("organizers", None), "change")


def test_an_objects_own_conference_decides(policy, conference, at_work):
    user = at_work(holder("organizers", conference))
    own, foreign = SectionFactory(conference=conference), SectionFactory()
    assert policy.user_has_permission_for_instance(user, "change", own)
    assert not policy.user_has_permission_for_instance(user, "change", foreign)
    assert list(policy.instances_user_has_any_permission_for(user, ["change"])) == [own]


def test_a_role_without_the_permission_is_not_enough(policy, conference, at_work):
    user = at_work(holder("editors", conference))
    assert not policy.user_has_any_permission(user, ["add", "change", "delete"])


def test_a_closed_conference_may_be_looked_at_only(policy, conference, at_work):
    section = SectionFactory(conference=conference)
    user = holder("organizers", conference)
    conference.is_closed = True
    conference.save()
    section.refresh_from_db()
    assert policy.user_has_permission_for_instance(at_work(user), "view", section)
    assert not policy.user_has_permission_for_instance(user, "change", section)


def test_those_who_may_are_found_by_conference(policy, conference):
    here, everywhere, there = (holder("organizers", at) for at in (conference, None, ConferenceFactory()))
    section = SectionFactory(conference=conference)
    assert set(policy.users_with_any_permission_for_instance(["change"], section)) == {here, everywhere}
    assert set(policy.users_with_any_permission(["change"])) == {here, everywhere, there}


def test_nobody_known_may_nothing(policy):
    assert not policy.user_has_any_permission(AnonymousUser(), ["view", "change"])


def test_an_unfinished_object_has_no_conference():
    assert conference_of(Section(), "conference") is None


def test_people_can_be_kept_in_a_cache_without_their_request(conference, at_work):
    user = at_work(SuperuserFactory())
    assert conference_at_work(user) == conference

    kept = pickle.loads(pickle.dumps(user))  # noqa: S301 - our own bytes
    assert kept == user
    assert conference_at_work(kept) is None
