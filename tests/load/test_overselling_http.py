"""The crowd again, this time over HTTP against two server processes, paying by card at the stand-in for Stripe."""

import random
from decimal import Decimal

import pytest

from cms.models import TicketStorefrontPage
from conference.models import User
from registration.models import Attendee, Order
from registration.models.orders import PAID_STATES
from registration.queries.catalogue import key_of
from tests.factories.conference import UserFactory
from tests.factories.registration import AddOnFactory, TicketTypeFactory, VoucherFactory
from tests.load.crowds import crowd
from tests.load.http_buyer import BAD_CARD, BOUGHT, DECLINED, GOOD_CARD, SOLD_OUT, Buyer, card_payer
from tests.load.test_overselling import DECLINED as DECLINED_SHARE
from tests.load.test_overselling import LIMITS
from tests.servers import start_servers  # noqa: F401 - a fixture

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]
SIZES = [
    pytest.param("ticket", {"buyers": 24, "stock": 6, "connections": 8}, id="reduced"),
    *(
        pytest.param(limit, {"buyers": 1000, "stock": 100, "connections": 32}, id=limit, marks=pytest.mark.load)
        for limit in LIMITS
    ),
]
TRIES = 12


@pytest.mark.parametrize(("limit", "size"), SIZES)
def test_exactly_the_stock_is_sold_over_http(start_servers, home, stripe_sandbox, limit, size):  # noqa: F811
    conference, stock = home.conference, size["stock"]
    limits = {name: stock if name == limit else stock + 5 for name in LIMITS}
    account = stripe_sandbox.account(conference.slug)
    conference.total_capacity = limits["capacity"]
    conference.stripe_publishable_key, conference.stripe_secret_key = account.publishable_key, account.secret_key
    conference.save()
    ticket = TicketTypeFactory(conference=conference, total_quantity=limits["ticket"], price=Decimal("50.00"))
    dinner = AddOnFactory(conference=conference, total_quantity=limits["addon"], price=Decimal("10.00"))
    VoucherFactory(conference=conference, code="CROWD", max_uses=limits["voucher"])
    home.add_child(instance=TicketStorefrontPage(title="Tickets", slug="tickets"))
    servers = start_servers(2, STRIPE_API_BASE=stripe_sandbox.base_url, ALLOWED_HOSTS="*")
    people = User.objects.bulk_create(UserFactory.build_batch(size["buyers"], password="!"))
    fields = {f"q-{key_of(ticket)}": "1", f"q-{key_of(dinner)}": "1", "voucher": "CROWD"}

    def buy(number: int) -> str:
        buyer, dice = Buyer(people[number], servers[number % 2]), random.Random(number)  # noqa: S311 - as before
        for _attempt in range(TRIES):
            card = BAD_CARD if dice.random() < DECLINED_SHARE else GOOD_CARD
            outcome = buyer.buy(fields, card_payer(stripe_sandbox, card))
            waiting = Order.objects.filter(status=Order.Status.PENDING).exists()
            if outcome == BOUGHT or (outcome == SOLD_OUT and not waiting):
                return outcome
        return DECLINED

    outcomes = crowd(buy, buyers=size["buyers"], connections=size["connections"])
    assert set(outcomes) <= {BOUGHT, SOLD_OUT, DECLINED}, outcomes
    assert outcomes[BOUGHT] == stock
    assert Order.objects.filter(status__in=PAID_STATES).count() == Attendee.objects.count() == stock
    assert len(stripe_sandbox.charges()) == stock
