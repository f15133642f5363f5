"""The fixture `stripe_sandbox`: our stand-in for Stripe, for every test that has to do with payments.

One server for all tests of a process, empty at the beginning of each. A test ends with the assertion that every request
and every answer was as Stripe's OpenAPI document says; one that breaks it on purpose calls `forget_errors()`, which returns
what was wrong.

    def test_something(stripe_sandbox, settings):
        settings.STRIPE_API_BASE = stripe_sandbox.base_url
        account = stripe_sandbox.account("test")             # .secret_key .publishable_key .restricted_key .id
        …                                                     # the shop makes a PaymentIntent
        outcome = stripe_sandbox.pay(client_secret)           # as the payment page; .status .code .decline_code .intent
        stripe_sandbox.pay(intent_id, card="4000000000009995").decline_code == "insufficient_funds"

Webhooks go to the endpoints that the shop made (`POST /v1/webhook_endpoints`), in the background, to this machine only. In a
test without `live_server` let them go through Django's client, in the test's own thread and transaction:

    stripe_sandbox.webhooks.to(client)                        # host and path of the endpoint's address are used
    stripe_sandbox.webhooks.release()                         # sends what is due; again after `advance(1)` for retries
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pytest
from django.test import Client

from sandbox.stripe.accounts import Account
from sandbox.stripe.controls import Controls
from sandbox.stripe.engine import Sandbox
from sandbox.stripe.ledger import Document
from sandbox.stripe.server import StripeServer
from sandbox.stripe.webhooks import Webhooks


class SandboxWebhooks(Webhooks):
    """The stand-in's deliveries; `to` sends them through Django's test client.

    - `hold()`, `release(reverse=False)` -> list of `Delivered`: keep events, send them one after another
    - `lose(n)`: the next n attempts get lost; `repeat(n)`: every event n times at once; `delay(seconds)`
    - `deliveries(kind="")` -> list of `Delivered(event, type, object, url, statuses, is_over)`
    - `again(event_id)`, `forge(event_id, secret=, age=, changes=)` -> statuses
    - `wait(timeout=10)`: until nothing is on its way; False when that took too long
    """

    def to(self, client: Client) -> None:
        """Send through Django's client, only by `release()`; exceptions of the view become a 500."""
        client.raise_request_exception = False

        def post(url: str, body: str, headers: Mapping[str, str]) -> int:
            parts = urlsplit(url)
            answer = client.post(
                f"{parts.path}?{parts.query}",
                body,
                content_type=headers["Content-Type"],
                secure=parts.scheme == "https",
                headers={"stripe-signature": headers["Stripe-Signature"], "host": parts.netloc},
            )
            return answer.status_code

        self.through(post)


class StripeSandbox(Controls):
    """The stand-in as tests see it; amounts are integers in the currency's smallest unit.

    From `Controls`: `pay(intent, card=, iban=)`, `authenticate(intent, succeeds=)`, `settle(intent, succeeds=)`,
    `dispute(charge, …)`, `close_dispute(dispute, won=)`, `dashboard_refund(charge, amount)`,
    `finish_refund(refund, succeeds=)`, `fault(kind, path, method=, count=, skip=, seconds=)`, `advance(seconds)`,
    `objects(kind, account=)`, `requests(path)`.
    """

    @property
    def js_url(self) -> str:
        """The address of the browser library: what `STRIPE_JS_URL` wants."""
        return f"{self.base_url}/v3/"

    @property
    def webhooks(self) -> SandboxWebhooks:
        """The deliveries and their controls."""
        return self.sandbox.webhooks

    def account(self, slug: str = "test", **facts: object) -> Account:
        """Return a conference's account, made at first use; facts are country, currency, charges_enabled, denied."""
        return self.sandbox.accounts.make(slug, **facts)

    def charges(self, *, account: str = "") -> list[Document]:
        """Return the charges that took money, the oldest first; failed attempts are in `objects("charge")`."""
        return [each for each in self.objects("charge", account=account) if each["status"] == "succeeded"]

    def refunds(self, *, account: str = "") -> list[Document]:
        """Return the refunds that did not fail, the oldest first."""
        return [each for each in self.objects("refund", account=account) if each["status"] != "failed"]

    def errors(self) -> list[str]:
        """Return what broke Stripe's document."""
        return self.sandbox.journal.errors()

    def forget_errors(self) -> list[str]:
        """Return what broke Stripe's document, and forgive it."""
        return self.sandbox.journal.forget_errors()


@pytest.fixture(scope="session")
def stripe_server() -> Iterator[StripeServer]:
    """Serve the stand-in on a free port."""
    sandbox = Sandbox()
    sandbox.webhooks = SandboxWebhooks(sandbox.clock, sandbox.lock)
    server = StripeServer(sandbox).start()
    yield server
    server.stop()


@pytest.fixture
def stripe_sandbox(stripe_server) -> Iterator[StripeSandbox]:
    """Return the stand-in, empty; at the end everything must have been as Stripe's document says."""
    stripe_server.sandbox.reset()
    stand_in = StripeSandbox(stripe_server.sandbox, stripe_server.base_url)
    yield stand_in
    stand_in.webhooks.wait()
    try:
        assert_valid(stand_in)
    finally:
        stripe_server.sandbox.reset()


def assert_valid(stand_in: StripeSandbox) -> None:
    """Fail when a request, an answer or an event was not as Stripe's document says."""
    errors = stand_in.errors()
    assert errors == [], "Not as Stripe's document says:\n" + "\n".join(errors)
