"""A conference that sells through the stand-in for Stripe, and what the tests of payments say again and again."""

from decimal import Decimal

import pytest
import stripe
from django.db.models import F, Sum
from django.urls import reverse

from registration.models import Attendee, Order, OrderLineItem, Payment, Refund
from registration.queries.balances import RECEIVED
from registration.services.payment import PaymentService
from registration.services.stripe.setup import make_webhook
from tests.at_once import run_at_once
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import TicketTypeFactory, order_of

HOST = "http://testserver"


class Shop:
    """One conference, its account at the stand-in, and a ticket for 100.00 of which there are ten."""

    def __init__(self, conference, sandbox, client):
        self.conference, self.sandbox, self.client = conference, sandbox, client
        self.account = sandbox.account(conference.slug)
        self.ticket = TicketTypeFactory(conference=conference, price=Decimal("100.00"), total_quantity=10)

    @property
    def url(self):
        return reverse("stripe_webhook", args=[self.conference.slug])

    def order(self, quantity=1, **fields):
        """Return a waiting order for so many tickets that holds its stock."""
        fields.setdefault("user", UserFactory())
        return order_of((self.ticket, quantity), conference=self.conference, **fields)

    def begin(self, order):
        """Begin to pay by card; return the client secret."""
        return PaymentService.initiate_payment(order)

    def pay(self, order=None, card="4242424242424242"):
        """Let the buyer pay an order by card, and Stripe tell us; return the order as it is then."""
        order = order or self.order()
        self.sandbox.pay(self.begin(order), card)
        self.hear()
        order.refresh_from_db()
        return order

    def hear(self, *, reverse=False):
        """Let Stripe's events arrive; return what became of them."""
        return self.sandbox.webhooks.release(reverse=reverse)

    def keys(self, **fields):
        """Change what the conference stores."""
        for name, value in fields.items():
            setattr(self.conference, name, value)
        self.conference.save()


@pytest.fixture
def shop(db, stripe_sandbox, settings, client):
    """Return a shop whose webhook's events go through Django's client, when the test says `hear()`."""
    settings.STRIPE_API_BASE = stripe_sandbox.base_url
    return open_shop(stripe_sandbox, client)


@pytest.fixture
def busy_shop(transactional_db, stripe_sandbox, settings, client):
    """Return the same in a database that really commits, for several connections at once."""
    settings.STRIPE_API_BASE = stripe_sandbox.base_url
    return open_shop(stripe_sandbox, client)


@pytest.fixture
def paid(shop):
    """Return an order of two tickets, 200.00, paid by card."""
    return shop.pay(shop.order(2))


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    """Let Stripe's library wait less between its tries."""
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.02)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.05)


def open_shop(sandbox, client):
    account = sandbox.account("shop")
    conference = ConferenceFactory(
        slug="shop",
        currency="EUR",
        stripe_secret_key=account.secret_key,
        stripe_publishable_key=account.publishable_key,
    )
    make_webhook(conference, f"{HOST}{reverse('stripe_webhook', args=[conference.slug])}")
    sandbox.webhooks.to(client)
    return Shop(conference, sandbox, client)


@pytest.fixture
def at_once():
    """Return `tests.at_once.run_at_once`."""
    return run_at_once


@pytest.fixture
def invariants():
    """Return `check(shop)`: what must hold after every failure (money, charges, stock, tickets, visibility)."""
    return check_invariants


def check_invariants(shop, *, unseen=0):
    """Fail unless the five invariants hold; `unseen` is money at Stripe that only the list of differences knows."""
    sandbox = shop.sandbox
    at_stripe = sum(charge["amount_captured"] for charge in sandbox.charges())
    at_stripe -= sum(refund["amount"] for refund in sandbox.refunds())
    paid = Payment.objects.filter(method="stripe", status__in=RECEIVED).aggregate(total=Sum("amount"))["total"] or 0
    back = Refund.objects.filter(payment__method="stripe").exclude(status="failed").exclude(to="credit")
    ours = paid - (back.aggregate(total=Sum("amount"))["total"] or 0)
    assert Decimal(at_stripe - unseen) / 100 == ours, "I1: Stripe and our ledger agree"
    for order in Order.objects.all():
        charged = [charge for charge in sandbox.charges() if charge["metadata"].get("order") == order.reference]
        kept = [charge for charge in charged if not charge["refunded"]]
        assert len(kept) <= 1, "I2: at most one charge per order that was not given back"
        expected = sum(line.units_left for line in order.line_items.filter(ticket_type__isnull=False))
        issued = Attendee.objects.filter(order=order, revoked_at__isnull=True).count()
        assert issued == (expected if order.is_paid else 0), "I4: tickets only for paid orders, each once"
    taken = OrderLineItem.objects.filter(order__conference=shop.conference, ticket_type=shop.ticket).taking_stock()
    units = taken.aggregate(units=Sum(F("quantity") - F("refunded_quantity")))["units"] or 0
    assert units <= shop.ticket.total_quantity, "I3: nothing is oversold"
