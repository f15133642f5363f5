"""What Stripe says is read whatever people wrote into its dashboard."""

import pytest

from registration.services.stripe.objects import key_in, read_refund


@pytest.mark.parametrize(
    ("written", "key"),
    [("17", 17), ("", None), ("none", None), ("-1", None), ("²", None), ("٣", None), ("9" * 5000, None), ("1e3", None)],
)
def test_only_keys_are_keys(written, key):
    assert key_in({"refund": written}, "refund") == key
    refund = read_refund({"id": "re_1", "amount": 5, "status": "succeeded", "metadata": {"refund": written}})
    assert (refund.id, refund.ours) == ("re_1", key)


def test_nothing_written_is_no_key():
    assert key_in({}, "payment") is None
    assert read_refund({"id": "re_1", "amount": 5, "metadata": None}).ours is None
