import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import ValidationError
from django.http import Http404

from conference import scope
from conference.models import RoleGroup, Room
from tests.factories.conference import ConferenceFactory, RoomFactory, UserFactory

pytestmark = pytest.mark.django_db
PERMISSION = "conference.change_room"


def holder(conference, *codenames):
    """Return a person who holds permissions by a role group of the conference (None: of all)."""
    group = Group.objects.create(name=f"group {Group.objects.count()}")
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    RoleGroup.objects.create(group=group, role=f"role-{group.pk}", conference=conference)
    user = UserFactory()
    user.groups.add(group)
    return user


@pytest.fixture
def conference():
    return ConferenceFactory()


@pytest.fixture
def other():
    return ConferenceFactory()


def test_a_role_counts_at_its_own_conference_only(conference, other):
    user = holder(conference, "change_room")
    assert scope.may(user, PERMISSION, conference)
    assert not scope.may(user, PERMISSION, other)
    assert not scope.may(user, PERMISSION, None)


def test_a_role_for_all_counts_everywhere(conference, other):
    user = holder(None, "change_room")
    assert all(scope.may(user, PERMISSION, place) for place in (conference, other, None))


def test_a_permission_outside_a_role_counts_nowhere(conference):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="change_room"))
    plain = Group.objects.create(name="plain")
    plain.permissions.add(Permission.objects.get(codename="change_room"))
    user.groups.add(plain)
    assert user.has_perm(PERMISSION)  # Django alone would let them
    assert not scope.may(user, PERMISSION, conference)


def test_nobody_and_the_inactive_may_nothing(conference):
    assert not scope.may(AnonymousUser(), PERMISSION, conference)
    user = holder(conference, "change_room")
    user.is_active = False
    assert not scope.may(user, PERMISSION, conference)


def test_asking_again_costs_no_query(conference, django_assert_num_queries):
    user = holder(conference, "change_room")
    with django_assert_num_queries(1):
        scope.may(user, PERMISSION, conference)
        scope.may(user, "conference.delete_room", conference)


def test_people_see_the_conferences_of_their_roles(conference, other):
    assert set(scope.conferences_for(holder(conference, "change_room"))) == {conference}
    assert set(scope.conferences_for(holder(None, "change_room"))) == {conference, other}
    assert set(scope.conferences_for(UserFactory(is_superuser=True))) == {conference, other}
    assert set(scope.conferences_for(UserFactory())) == set()
    assert set(scope.conferences_for(AnonymousUser())) == set()


def test_an_object_of_another_conference_is_not_found(conference, other):
    room = RoomFactory(conference=other)
    assert scope.get_or_404(Room.objects.all(), other, pk=room.pk) == room
    for place, key in ((conference, room.pk), (None, room.pk), (other, "abc")):
        with pytest.raises(Http404):
            scope.get_or_404(Room.objects.all(), place, pk=key)


def test_the_chosen_conference_is_remembered_while_it_is_allowed(conference, other, rf):
    user = holder(conference, "change_room")
    request = rf.get("/")
    request.user, request.session = user, {}
    with pytest.raises(Http404):
        scope.choose_conference(request, other)
    scope.choose_conference(request, conference)
    assert scope.staff_conference(request) == conference
    request = rf.get("/")
    request.user, request.session = user, {scope.SESSION_KEY: other.pk}
    assert scope.staff_conference(request) == conference


def test_a_closed_conference_refuses_in_one_sentence(conference, other):
    scope.require_open(conference)
    scope.require_open(None)
    conference.is_closed = True
    conference.save()
    with pytest.raises(ValidationError, match=f"{conference.name} is closed"):
        scope.require_open(conference)
    assert list(scope.closed_conferences()) == [conference]
