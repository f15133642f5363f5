import pytest
import stripe

from tests.sandbox.stripe.peers import CLI

collect_ignore = [] if CLI else ["test_stripe_cli.py"]


@pytest.fixture
def client_of(stripe_sandbox):
    """Return `make(key)`: Stripe's own client, asking the stand-in."""

    def make(key, **options):
        return stripe.StripeClient(key, base_addresses={"api": stripe_sandbox.base_url}, **options)

    return make


@pytest.fixture
def api(client_of, stripe_sandbox):
    """Return Stripe's own client with the secret key of the account `test`, which repeats nothing."""
    return client_of(stripe_sandbox.account("test").secret_key, max_network_retries=0).v1


@pytest.fixture
def intent(api):
    """Return `make(amount=2500, currency="eur", …)`: a new PaymentIntent."""

    def make(amount=2500, currency="eur", **params):
        return api.payment_intents.create(params={"amount": amount, "currency": currency, **params})

    return make


@pytest.fixture
def paid(api, intent, stripe_sandbox):
    """Return `make(amount=2500, …)`: a PaymentIntent that was paid by card."""

    def make(amount=2500, card="4242424242424242", **params):
        made = intent(amount, **params)
        stripe_sandbox.pay(made.id, card)
        return api.payment_intents.retrieve(made.id)

    return make


@pytest.fixture
def refused():
    """Return `error(callable)`: how Stripe refuses it."""

    def catch(act):
        with pytest.raises(stripe.StripeError) as caught:
            act()
        return caught.value

    return catch


@pytest.fixture
def kinds(stripe_sandbox):
    """Return the kinds of all events, the oldest first."""
    return lambda: [each["type"] for each in stripe_sandbox.objects("event")]
