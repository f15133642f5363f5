"""People are linked to accounts by verified e-mail only."""

import pytest
from allauth.account.models import EmailAddress

from conference.models import Speaker
from tests.conference.pretalx.servers import conference_for, service_for
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(serve):
    conference = conference_for(serve("small"), identity="read")
    service_for(conference).sync_speakers()
    return conference


def account(speaker, *, verified, address=None, **values):
    user = UserFactory(**values)
    EmailAddress.objects.create(user=user, email=address or speaker.email, verified=verified, primary=False)
    return user


def linked(event):
    service_for(event).sync_speakers()
    return {speaker.pk: speaker.user for speaker in event.speakers.filter(user__isnull=False)}


def test_a_verified_address_links_in_any_case(event):
    speaker = event.speakers.first()
    Speaker.objects.filter(pk=speaker.pk).update(email=speaker.email)
    user = account(speaker, verified=True, address=speaker.email.upper())
    assert linked(event) == {speaker.pk: user}
    assert linked(event) == {speaker.pk: user}


def test_an_unverified_address_links_nothing(event):
    account(event.speakers.first(), verified=False)
    assert linked(event) == {}


def test_the_address_of_an_account_alone_links_nothing(event):
    UserFactory(email=event.speakers.first().email)
    assert linked(event) == {}


def test_a_switched_off_account_is_not_linked(event):
    account(event.speakers.first(), verified=True, is_active=False)
    assert linked(event) == {}


def test_a_link_is_never_taken_away(event):
    speaker = event.speakers.first()
    user = account(speaker, verified=True)
    linked(event)
    EmailAddress.objects.all().delete()
    assert linked(event) == {speaker.pk: user}
    event.pretalx_token = ""  # now Pretalx tells no addresses at all
    event.save()
    assert linked(event) == {speaker.pk: user}


def test_a_link_made_by_hand_is_kept(event):
    speaker = event.speakers.first()
    chosen = UserFactory()
    Speaker.objects.filter(pk=speaker.pk).update(user=chosen)
    account(speaker, verified=True)
    assert linked(event) == {speaker.pk: chosen}


def test_linking_costs_one_statement_however_many_speakers_there_are(event, django_assert_max_num_queries):
    for speaker in event.speakers.all():
        account(speaker, verified=True)
    with django_assert_max_num_queries(25):
        service_for(event).sync_speakers()
    assert event.speakers.filter(user=None).count() == 0
