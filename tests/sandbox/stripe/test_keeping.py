"""What is kept between two starts."""

import json

import pytest

from sandbox.stripe.controls import Controls
from sandbox.stripe.engine import Sandbox
from sandbox.stripe.keeping import Keeper, dump, restore, restore_from
from tests.sandbox.stripe.test_webhooks import receiver  # noqa: F401 - a fixture


@pytest.fixture
def again(stripe_sandbox):
    """Return `again()`: another stand-in that begins with what ours has, as it would be read from a file."""

    def make():
        other = Sandbox()
        restore(other, json.loads(json.dumps(dump(stripe_sandbox.sandbox))))
        return Controls(other, "http://127.0.0.1:1")

    return make


def test_everything_an_account_has_is_kept(again, paid, stripe_sandbox):
    stripe_sandbox.account("test", country="IT")
    paid()
    other = again()
    for kind in ("payment_intent", "charge", "payment_method", "balance_transaction", "event"):
        assert other.objects(kind) == stripe_sandbox.objects(kind)
    assert other.sandbox.accounts.by_slug["test"].country == "IT"
    assert other.dashboard_refund(stripe_sandbox.charges()[0]["id"])["amount"] == 2500


def test_what_was_not_delivered_is_delivered_then(again, api, intent, stripe_sandbox, receiver):  # noqa: F811 - the fixture
    api.webhook_endpoints.create(params={"url": receiver.url, "enabled_events": ["*"]})
    intent()
    assert stripe_sandbox.webhooks.wait()
    stripe_sandbox.webhooks.hold()
    intent()

    other = again()
    other.sandbox.webhooks.start()
    assert other.sandbox.webhooks.wait()
    other.sandbox.webhooks.stop()

    events = stripe_sandbox.objects("event")
    assert [json.loads(body)["id"] for body, _ in receiver.got] == [event["id"] for event in events]
    assert other.sandbox.webhooks.again(events[0]["id"]) == [200]


def test_only_changes_are_written(tmp_path, stripe_sandbox, intent):
    path = tmp_path / "deep" / "kept.json"
    keeper = Keeper(stripe_sandbox.sandbox, path)
    keeper.save()
    first = path.stat().st_mtime_ns
    keeper.save()
    assert path.stat().st_mtime_ns == first
    made = intent()
    keeper.save()
    assert made.id in path.read_text()


@pytest.mark.parametrize("text", [None, "", "{", "{}", "[]"])
def test_a_file_that_is_not_there_or_broken_is_a_new_beginning(tmp_path, text):
    path = tmp_path / "kept.json"
    if text is not None:
        path.write_text(text)
    sandbox = Sandbox(accounts=["test"])
    assert restore_from(sandbox, path) is False
    assert list(sandbox.accounts.by_slug) == ["test"]
