"""Which key belongs into which field."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories.conference import ConferenceFactory

GOOD = {
    "stripe_publishable_key": "pk_test_1",
    "stripe_secret_key": "rk_test_1",
    "stripe_webhook_secret": "whsec_1",
}


def test_good_keys_and_no_keys_pass():
    ConferenceFactory.build(**GOOD).clean_fields(exclude=["collection"])
    ConferenceFactory.build().clean_fields(exclude=["collection"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stripe_publishable_key", "sk_test_1"),
        ("stripe_publishable_key", "pk_live_1"),
        ("stripe_secret_key", "pk_test_1"),
        ("stripe_webhook_secret", "sk_test_1"),
    ],
)
def test_the_model_refuses_a_wrong_key_where_it_is_asked_for(field, value):
    conference = ConferenceFactory.build(**{**GOOD, field: value})
    with pytest.raises(ValidationError) as caught:
        conference.clean_fields(exclude=["collection"])
    assert list(caught.value.error_dict) == [field]
    conference.clean_fields(exclude=["collection", *GOOD])


@pytest.mark.parametrize("key", ["sk_test_1", "rk_live_1", "whsec_1", "", None])
def test_pages_get_none_but_a_publishable_key(key):
    assert ConferenceFactory.build(stripe_publishable_key=key).publishable_key == ""
    assert ConferenceFactory.build(stripe_publishable_key="pk_live_1").publishable_key == "pk_live_1"
