import pytest
from django import forms

from common.secrets import WriteOnlySecrets, masked
from conference.models import Conference
from tests.factories.conference import ConferenceFactory


class SecretForm(WriteOnlySecrets, forms.ModelForm):
    secrets = ("pretalx_token",)

    class Meta:
        model = Conference
        fields = ["pretalx_token"]


@pytest.fixture
def stored(db):
    return ConferenceFactory(pretalx_token="0123456789abcdef")


@pytest.mark.parametrize(
    ("secret", "shown"), [("0123456789abcdef", "···· cdef"), ("short", "····"), ("", ""), (None, "")]
)
def test_only_the_end_of_a_long_secret_is_shown(secret, shown):
    assert masked(secret) == shown


def test_the_page_never_holds_the_secret(stored):
    html = SecretForm(instance=stored).as_p()
    assert "0123456789ab" not in html
    assert "···· cdef" in html


def test_a_typed_secret_is_not_sent_back(stored):
    assert "typed-by-mistake" not in SecretForm({"pretalx_token": "typed-by-mistake"}, instance=stored).as_p()


def test_an_empty_field_keeps_the_secret(stored):
    form = SecretForm({"pretalx_token": ""}, instance=stored)
    assert form.is_valid()
    assert form.save().pretalx_token == "0123456789abcdef"
    assert not form.has_changed()


def test_a_new_secret_takes_the_place_of_the_old(stored):
    form = SecretForm({"pretalx_token": "fresh-token"}, instance=stored)
    assert form.is_valid()
    form.save()
    assert Conference.objects.get(pk=stored.pk).pretalx_token == "fresh-token"


def test_forgetting_is_an_act_of_its_own(stored):
    SecretForm.clear_secret(stored, "pretalx_token")
    assert Conference.objects.get(pk=stored.pk).pretalx_token is None
    assert SecretForm(instance=stored).stored_secrets() == []
    with pytest.raises(LookupError):
        SecretForm.clear_secret(stored, "name")


def test_what_was_only_typed_cannot_be_forgotten(db):
    form = SecretForm({"pretalx_token": "typed-token"}, instance=ConferenceFactory())
    assert form.is_valid()
    assert form.stored_secrets() == []
