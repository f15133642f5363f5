import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from conference import scope
from conference.models import Invitation, OutboxMail
from conference.services import people
from conference.services.roles import role_group
from tests.factories.conference import ConferenceFactory, SuperuserFactory, UserFactory


@pytest.fixture
def conference(db):
    return ConferenceFactory(name="Own Days")


def member(role, conference):
    user = UserFactory()
    user.groups.add(role_group(role, conference).group)
    return user


@pytest.fixture
def organizer(conference):
    return member("organizers", conference)


def verified(email):
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def test_an_unknown_address_is_invited_and_told(conference, organizer):
    invitation = people.invite(" New@Example.org ", "editors", conference=conference, by=organizer)
    assert (invitation.email, invitation.role_group.role) == ("new@example.org", "editors")
    mail = OutboxMail.objects.get()
    assert mail.to == "new@example.org"
    assert "/account/login/?next=%2Fadmin%2F&email=new%40example.org" in mail.text
    assert "Own Days" in mail.subject


def test_inviting_again_renews_the_invitation(conference, organizer):
    first = people.invite("new@example.org", "editors", conference=conference, by=organizer)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    second = people.invite("new@example.org", "editors", conference=conference, by=organizer)
    assert first.pk == second.pk
    assert second.expires_at > timezone.now()


def test_the_owner_of_a_verified_address_gets_the_role_at_once(conference, organizer):
    owner = verified("owner@example.org")
    assert people.invite("Owner@example.org", "editors", conference=conference, by=organizer) == owner
    assert not Invitation.objects.exists()
    assert OutboxMail.objects.get().to == "owner@example.org"
    with pytest.raises(ValidationError, match="already"):
        people.invite("owner@example.org", "editors", conference=conference, by=organizer)


def test_an_address_that_was_not_verified_gets_an_invitation_only(conference, organizer):
    UserFactory(email="somebody@example.org")
    assert isinstance(people.invite("somebody@example.org", "editors", conference=conference, by=organizer), Invitation)


def test_signing_in_with_the_verified_address_takes_the_role(conference, organizer):
    people.invite("late@example.org", "editors", conference=conference, by=organizer)
    stranger, owner = verified("other@example.org"), UserFactory(email="late@example.org")
    assert people.accept_invitations(stranger) == []
    assert people.accept_invitations(owner) == []  # not verified yet
    EmailAddress.objects.create(user=owner, email="Late@example.org", verified=True)
    assert [group.role for group in people.accept_invitations(owner)] == ["editors"]
    assert list(scope.conferences_for(owner)) == [conference]
    assert not Invitation.objects.exists()


def test_an_expired_invitation_gives_nothing(conference, organizer):
    people.invite("late@example.org", "editors", conference=conference, by=organizer)
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert people.accept_invitations(verified("late@example.org")) == []
    assert not Invitation.objects.exists()


def test_nobody_manages_people_of_another_conference(conference, organizer):
    other = ConferenceFactory()
    with pytest.raises(ValidationError):
        people.invite("new@example.org", "editors", conference=other, by=organizer)
    victim = member("organizers", other)
    with pytest.raises(ValidationError):
        people.revoke(victim, role_group("organizers", other), by=organizer)
    assert victim.groups.exists()


def test_an_editor_manages_nobody(conference):
    with pytest.raises(ValidationError):
        people.invite("new@example.org", "editors", conference=conference, by=member("editors", conference))


def test_only_someone_with_a_role_for_all_conferences_gives_one(conference, organizer):
    with pytest.raises(ValidationError, match="all conferences"):
        people.grant(UserFactory(), "editors", conference=None, by=organizer)
    with pytest.raises(ValidationError, match="all conferences"):
        people.revoke(member("editors", None), role_group("editors", None), by=organizer)
    for giver in (member("organizers", None), SuperuserFactory()):
        assert people.grant(UserFactory(), "editors", conference=None, by=giver).conference is None


def test_the_last_organizer_stays(conference, organizer):
    group = role_group("organizers", conference)
    root = SuperuserFactory()
    with pytest.raises(ValidationError, match="last organizer"):
        people.revoke(organizer, group, by=root)
    assert organizer.groups.filter(pk=group.group_id).exists()
    second = member("organizers", conference)
    people.revoke(organizer, group, by=second)
    assert not organizer.groups.exists()


def test_an_organizer_who_was_switched_off_does_not_count(conference, organizer):
    gone = member("organizers", conference)
    gone.is_active = False
    gone.save()
    with pytest.raises(ValidationError, match="last organizer"):
        people.revoke(organizer, role_group("organizers", conference), by=SuperuserFactory())


def test_an_organizer_of_all_conferences_leads_this_one_too(conference, organizer):
    chief = member("organizers", None)
    people.revoke(organizer, role_group("organizers", conference), by=chief)
    with pytest.raises(ValidationError, match="Own Days"):
        people.revoke(chief, role_group("organizers", None), by=chief)


def test_other_roles_may_be_emptied(conference, organizer):
    editor = member("editors", conference)
    people.revoke(editor, role_group("editors", conference), by=organizer)
    with pytest.raises(ValidationError, match="any more"):
        people.revoke(editor, role_group("editors", conference), by=organizer)


def test_a_cancelled_invitation_gives_nothing(conference, organizer):
    invitation = people.invite("late@example.org", "editors", conference=conference, by=organizer)
    people.cancel_invitation(invitation, by=organizer)
    assert people.accept_invitations(verified("late@example.org")) == []


def test_every_act_is_in_the_conferences_log(conference, organizer):
    people.cancel_invitation(
        people.invite("a@example.org", "editors", conference=conference, by=organizer), by=organizer
    )
    editor = UserFactory()
    people.grant(editor, "editors", conference=conference, by=organizer)
    people.revoke(editor, role_group("editors", conference), by=organizer)
    entries = ModelLogEntry.objects.filter(object_id=str(conference.pk)).order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        (action, organizer) for action in (people.INVITED, people.CANCELLED, people.GRANTED, people.REVOKED)
    ]
    assert str(entries[3].message) == f"Took the role “Editors” at Own Days from {editor.email}"


def test_at_a_closed_conference_roles_are_taken_but_not_given(conference, organizer):
    """Somebody who left must lose their rights there too."""
    person, colleague = member("editors", conference), UserFactory()
    conference.is_closed = True
    conference.save()
    with pytest.raises(ValidationError, match="Own Days is closed"):
        people.invite("new@example.org", "editors", conference=conference, by=organizer)
    with pytest.raises(ValidationError, match="Own Days is closed"):
        people.grant(colleague, "editors", conference=conference, by=organizer)
    people.revoke(person, role_group("editors", conference), by=organizer)
    assert not person.groups.exists()
    assert not Invitation.objects.exists()
    assert not OutboxMail.objects.exists()
