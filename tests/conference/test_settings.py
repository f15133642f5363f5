import pytest

from conference.settings import ProgramConfig, get_attendee_profile_model, get_config


def test_empty_dictionary_gives_the_defaults(settings):
    settings.DJANGO_PROGRAM = {}
    assert get_config() == ProgramConfig()


def test_values_reach_their_section(settings):
    settings.DJANGO_PROGRAM = {"pretalx": {"base_url": "https://talks.example.org"}, "currency": "EUR"}
    assert (get_config().pretalx.base_url, get_config().currency) == ("https://talks.example.org", "EUR")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ([], TypeError),
        ({"stripe": []}, TypeError),
        ({"curency": "EUR"}, TypeError),
        ({"features": {"shop_enabled": True}}, TypeError),
        ({"features": {"schedule_enabled": "yes"}}, TypeError),
        ({"cart_expiry_minutes": 0}, ValueError),
        ({"cart_expiry_minutes": True}, ValueError),
        ({"pending_order_expiry_minutes": "15"}, ValueError),
        ({"currency": ""}, ValueError),
        ({"pretalx": {"schedule_delete_guard_enabled": 1}}, TypeError),
        ({"pretalx": {"schedule_delete_guard_min_existing_slots": -1}}, ValueError),
        ({"pretalx": {"schedule_delete_guard_max_fraction_removed": 1.1}}, ValueError),
    ],
)
def test_wrong_value_is_refused(settings, given, error):
    settings.DJANGO_PROGRAM = given
    with pytest.raises(error):
        get_config()


def test_profile_model_is_none_until_configured(settings):
    settings.DJANGO_PROGRAM = {}
    assert get_attendee_profile_model() is None


def test_profile_model_is_found_by_its_label(settings):
    settings.DJANGO_PROGRAM = {"attendee_profile_model": "conference.User"}
    assert get_attendee_profile_model().__name__ == "User"
