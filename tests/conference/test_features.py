import pytest
from django.http import Http404

from conference import features
from tests.factories.conference import ConferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return ConferenceFactory()


def switch(conference, **values):
    for name, value in values.items():
        setattr(conference.feature_flags, name, value)
    conference.feature_flags.save()


def test_every_new_conference_has_its_switches(conference):
    assert conference.feature_flags.schedule_enabled is None


def test_an_unknown_name_is_an_error(conference):
    with pytest.raises(ValueError, match="unknown feature “shop”"):
        features.is_feature_enabled("shop", conference)


@pytest.mark.parametrize(
    ("switched", "default", "expected"),
    [(None, True, True), (None, False, False), (True, False, True), (False, True, False)],
)
def test_the_switch_wins_over_the_setting(conference, settings, switched, default, expected):
    settings.DJANGO_PROGRAM = {"features": {"news_enabled": default}}
    switch(conference, news_enabled=switched)
    assert features.is_feature_enabled("news", conference) is expected
    assert features.is_feature_enabled("news_enabled", conference) is expected


def test_the_setting_decides_without_a_conference(settings):
    settings.DJANGO_PROGRAM = {"features": {"news_enabled": False}}
    assert not features.is_feature_enabled("news")


@pytest.mark.parametrize("name", ["public_ui", "manage_ui"])
def test_the_master_switch_turns_both_sides_off(conference, name):
    switch(conference, all_ui_enabled=False, public_ui_enabled=True, manage_ui_enabled=True)
    assert not features.is_feature_enabled(name, conference)


def test_a_public_feature_needs_the_public_pages(conference):
    switch(conference, public_ui_enabled=False)
    assert features.is_feature_enabled("schedule", conference)
    assert not features.is_public_feature_enabled("schedule", conference)


def test_a_desk_needs_the_organizers_side(conference):
    switch(conference, manage_ui_enabled=False)
    assert not features.is_desk_enabled("pretalx_sync", conference)


def test_a_required_feature_that_is_off_is_not_found(conference):
    features.require_feature("news", conference)
    switch(conference, news_enabled=False)
    with pytest.raises(Http404):
        features.require_feature("news", conference)
