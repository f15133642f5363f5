import pytest
from django.core.management import CommandError, call_command

from conference import encryption
from conference.models import Conference
from conference.services import secrets
from tests.factories.conference import ConferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def change_keys(settings):
    """Change the keys as a restart with another environment would: fields keep derived keys."""

    def change(**keys):
        for name, value in keys.items():
            setattr(settings, name, value)
        forget()

    def forget():
        for field in Conference._meta.concrete_fields:
            for name in ("keys", "f"):
                field.__dict__.pop(name, None)

    forget()
    yield change
    forget()


def stored(conference):
    from django.db.models import TextField
    from django.db.models.functions import Cast

    return Conference.objects.annotate(raw=Cast("pretalx_token", TextField())).get(pk=conference.pk).raw


def test_secret_is_readable_with_the_new_key_alone(change_keys, settings):
    conference = ConferenceFactory(pretalx_token="top secret")
    before, old = stored(conference), settings.SECRET_KEY
    assert "top secret" not in before
    change_keys(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[old], SALT_KEY=["new salt", *settings.SALT_KEY])
    assert secrets.rotate()["conference.Conference.pretalx_token"] == 1
    change_keys(SECRET_KEY_FALLBACKS=[], SALT_KEY=["new salt"])
    assert stored(conference) != before
    assert Conference.objects.get().pretalx_token == "top secret"


def test_lost_key_is_named_and_nothing_is_written(change_keys):
    first = ConferenceFactory(pretalx_token="one")
    second = ConferenceFactory(pretalx_token="two")
    kept = stored(first), stored(second)
    change_keys(SECRET_KEY="new")
    with pytest.raises(
        CommandError, match=rf"conference.Conference {first.pk}, pretalx_token: none of .*Nothing was written"
    ):
        call_command("rotate_secrets")
    assert (stored(first), stored(second)) == kept


def test_empty_secrets_stay_empty():
    ConferenceFactory()
    assert sum(secrets.rotate().values()) == 0


def test_cipher_opens_what_the_fields_wrote():
    conference = ConferenceFactory(pretalx_token="one for all")
    assert encryption.decrypt(stored(conference)) == "one for all"
