import pytest
import stripe

from registration.checks import (
    is_possible_version,
    no_live_key_at_stand_in,
    no_live_key_in_settings_at_stand_in,
    profile_model_has_effect,
    stripe_version_exists,
)
from tests.factories.conference import ConferenceFactory

STAND_IN = "http://127.0.0.1:9"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("base", "key", "found"),
    [
        (STAND_IN, "sk_live_x", ["plenary.E010"]),
        (STAND_IN, "rk_live_x", ["plenary.E010"]),
        (STAND_IN, "sk_test_x", []),
        ("https://api.stripe.com", "sk_live_x", []),
        ("https://api.stripe.com/", "sk_live_x", []),
    ],
)
def test_live_keys_and_a_stand_in_exclude_each_other(settings, base, key, found):
    settings.STRIPE_API_BASE = base
    ConferenceFactory(stripe_secret_key=key)
    assert [message.id for message in no_live_key_at_stand_in(databases=["default"])] == found
    assert list(no_live_key_at_stand_in(databases=None)) == []
    settings.DJANGO_PROGRAM = {"stripe": {"secret_key": key}}
    assert [message.id for message in no_live_key_in_settings_at_stand_in()] == found


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ("", []),
        (stripe.api_version, []),
        ("2024-12-18.acacia", ["plenary.W011"]),
        ("2024-06-20", ["plenary.W011"]),
        ("2024-12-18", ["plenary.E011"]),
        ("2024-13-18.acacia", ["plenary.E011"]),
        ("latest", ["plenary.E011"]),
    ],
)
def test_only_versions_that_can_exist_are_taken(settings, version, found):
    settings.DJANGO_PROGRAM = {"stripe": {"api_version": version}}
    assert [message.id for message in stripe_version_exists()] == found


def test_a_version_has_a_name_since_the_end_of_september_2024():
    assert is_possible_version("2024-09-30.acacia")
    assert not is_possible_version("2024-09-30")
    assert not is_possible_version("2024-06-20.acacia")


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("", []),
        ("registration.AttendeeProfile", []),
        ("registration.attendeeprofile", []),
        ("conference.User", ["plenary.E012"]),
        ("nowhere.Profile", ["plenary.E012"]),
    ],
)
def test_a_profile_model_that_nothing_would_read_is_refused(settings, named, found):
    settings.DJANGO_PROGRAM = {"attendee_profile_model": named}
    assert [message.id for message in profile_model_has_effect()] == found
