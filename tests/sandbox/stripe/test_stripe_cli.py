"""Stripe's own command line triggers its events with our stand-in; collected where the program is there."""

import subprocess

import pytest

from tests.sandbox.stripe.peers import CLI

TRIGGERS = [
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "payment_intent.requires_action",
    "charge.succeeded",
    "charge.refunded",
    "charge.dispute.created",
    "customer.created",
]


@pytest.mark.parametrize("kind", TRIGGERS)
def test_an_event_is_triggered(stripe_sandbox, tmp_path, kind):
    key = stripe_sandbox.account("test").secret_key
    command = [CLI, "trigger", kind, "--api-base", stripe_sandbox.base_url, "--api-key", key]
    environment = {"HOME": str(tmp_path), "PATH": "/usr/local/bin:/usr/bin:/bin"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert "Trigger succeeded" in run.stdout + run.stderr
    assert kind in {each["type"] for each in stripe_sandbox.objects("event")}
