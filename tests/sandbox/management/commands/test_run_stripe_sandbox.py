import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests
import stripe
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from sandbox.management.commands.run_stripe_sandbox import demo_slug
from sandbox.stripe.accounts import Account


@pytest.fixture
def start(tmp_path):
    """Return `start()`: a stand-in in a process of its own that keeps its payments; and its address."""
    running = []

    def run():
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        command = [
            sys.executable,
            "manage.py",
            "run_stripe_sandbox",
            "--port",
            str(port),
            "--keep",
            str(tmp_path / "kept.json"),
        ]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        process = subprocess.Popen(command, cwd=settings.ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        return process, f"http://127.0.0.1:{port}"

    yield run
    for process in running:
        process.kill()
        process.wait()
        process.stdout.close()


def test_it_keeps_the_payments_from_one_start_to_the_next(start):
    process, url = start()
    account = Account("halyard-2027")  # the demo's: its keys are always the same
    api = stripe.StripeClient(account.secret_key, base_addresses={"api": url}).v1
    made = api.payment_intents.create(params={"amount": 2500, "currency": "eur"})
    requests.post(f"{url}/_sandbox/pay", json={"intent": made.id}, timeout=5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0

    _, url = start()

    api = stripe.StripeClient(account.secret_key, base_addresses={"api": url}).v1
    assert api.payment_intents.retrieve(made.id).status == "succeeded"
    assert api.payment_intents.create(params={"amount": 100, "currency": "eur"}).id != made.id
    refund = api.refunds.create(params={"payment_intent": made.id})
    assert refund.amount == 2500


def test_it_saves_within_a_moment(start, tmp_path):
    _, url = start()
    requests.post(f"{url}/_sandbox/account", json={"slug": "other"}, timeout=5)
    api = stripe.StripeClient(Account("other").secret_key, base_addresses={"api": url}).v1
    customer = api.customers.create(params={"email": "ada@example.org"})

    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and customer.id not in _text(tmp_path / "kept.json"):
        time.sleep(0.1)

    assert customer.id in json.dumps(json.loads(_text(tmp_path / "kept.json")))


def _text(path):
    return path.read_text() if path.exists() else ""


def test_a_port_in_use_is_one_clear_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
            call_command("run_stripe_sandbox", port=port)


def test_production_has_no_such_command():
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "x" * 50,
        "SALT_KEY": "y" * 50,
    }
    environment |= {"ALLOWED_HOSTS": "conference.example", "DATABASE_URL": "postgres://nobody@127.0.0.1/none"}
    command = [sys.executable, "manage.py", "run_stripe_sandbox"]
    run = subprocess.run(
        command, cwd=settings.ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 1
    assert "Unknown command" in run.stderr


def test_the_demos_site_hears_of_payments(monkeypatch):
    def interrupted(server):
        [endpoint] = server.sandbox.ledger(server.sandbox.accounts.by_slug[demo_slug()]).all("webhook_endpoint")
        assert endpoint["url"] == f"http://127.0.0.1:8000/webhooks/stripe/{demo_slug()}/"
        raise KeyboardInterrupt

    monkeypatch.setattr("sandbox.stripe.server.StripeServer.serve_forever", interrupted)
    call_command("run_stripe_sandbox", port=0, site="http://127.0.0.1:8000")
