import datetime as dt

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from conference import extension
from conference.models import Conference, RoleGroup
from conference.services import roles
from conference.services.conferences import create_conference
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db


def make(name="Tide 2027", slug="tide"):
    day = dt.date(2027, 6, 1)
    return create_conference(name=name, slug=slug, start_date=day, end_date=day, timezone="Europe/Berlin")


def held(group):
    return {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}


def test_new_conference_has_flags_facts_brand_collection_and_groups():
    conference = make()
    assert all(row.pk for row in (conference.feature_flags, conference.facts, conference.brand))
    assert conference.collection.get_parent() == Collection.get_first_root_node()
    assert set(conference.role_groups.values_list("role", flat=True)) == {name for name, _ in extension.roles.items()}


def test_groups_hold_exactly_what_their_role_says():
    group = roles.role_group("editors", make()).group
    expected = set(extension.roles.get("editors").permissions)
    assert held(group) == expected
    group.permissions.add(*Group.objects.get(name__startswith="Conference organizers (Tide").permissions.all())
    assert held(group) != expected
    roles.sync_role_groups()
    assert held(group) == expected


def test_rights_on_pages_and_files_reach_one_conference_only(home):
    other = make()
    roles.sync_role_groups()
    own = roles.role_group("editors", home.conference).group
    assert set(GroupPagePermission.objects.filter(group=own).values_list("page", flat=True)) == {home.pk}
    foreign = roles.role_group("editors", other).group
    assert not GroupPagePermission.objects.filter(group=foreign).exists()
    collections = GroupCollectionPermission.objects.filter(group=foreign).values_list("collection", flat=True)
    assert set(collections) == {other.collection_id}


def test_rights_given_by_hand_on_other_pages_are_taken_back(home):
    group = roles.role_group("editors", home.conference).group
    roles.sync_role_groups()
    right = GroupPagePermission.objects.filter(group=group).first().permission
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=right)
    roles.sync_role_groups()
    assert set(GroupPagePermission.objects.filter(group=group).values_list("page", flat=True)) == {home.pk}


def test_second_run_changes_nothing():
    make()
    assert roles.sync_role_groups() == []


def test_people_stay_and_a_renamed_conference_renames_its_groups():
    conference = make()
    user = UserFactory()
    user.groups.add(roles.role_group("editors", conference).group)
    Conference.objects.filter(pk=conference.pk).update(name="Ebb 2027")
    assert "renamed Editors (Tide 2027) to Editors (Ebb 2027)" in roles.sync_role_groups()
    assert user.groups.get().name == "Editors (Ebb 2027)"


def test_names_are_short_enough_and_differ_for_conferences_of_one_name():
    make("N" * 200, "one")
    make("N" * 200, "two")
    names = [row.group.name for row in RoleGroup.objects.filter(role="organizers").select_related("group")]
    assert len(set(names)) == 3
    assert max(map(len, names)) <= 150


def test_wagtails_own_groups_go_unless_people_are_in_them():
    Group.objects.get_or_create(name="Editors")
    moderators, _ = Group.objects.get_or_create(name="Moderators")
    moderators.user_set.add(UserFactory())
    lines = roles.sync_role_groups()
    assert not Group.objects.filter(name="Editors").exists()
    assert Group.objects.filter(name="Moderators").exists()
    assert any(line.startswith("kept Moderators") for line in lines)


def test_group_of_a_role_that_is_gone_loses_its_rights_and_goes_when_empty(monkeypatch):
    conference = make()
    kept = roles.role_group("programme", conference).group
    kept.user_set.add(UserFactory())
    without = extension.Registry("role")
    for name, role in extension.roles.items():
        if name != "programme":
            without.register(name, role)
    monkeypatch.setattr(extension, "roles", without)
    roles.sync_role_groups()
    assert held(kept) == set()
    assert list(RoleGroup.objects.filter(role="programme").values_list("group", flat=True)) == [kept.pk]


def test_unknown_permission_is_an_error_that_names_role_and_permission(monkeypatch):
    wrong = extension.Registry("role")
    wrong.register("x", extension.Role(label="X", description="", permissions=("conference.fly",)))
    monkeypatch.setattr(extension, "roles", wrong)
    with pytest.raises(LookupError, match=r"“x”.*conference\.fly"):
        roles.sync_role_groups()
