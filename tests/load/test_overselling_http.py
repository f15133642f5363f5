"""The crowd again, this time over HTTP against two server processes, paying by card at the stand-in for Stripe."""

import random
import time

import pytest

from cms.models import TicketStorefrontPage
from conference.models import User
from registration.models import Order
from registration.queries.catalogue import key_of
from tests.factories.conference import UserFactory
from tests.load.crowds import crowd
from tests.load.http_buyer import BAD_CARD, GOOD_CARD, Buyer, card_payer
from tests.load.sale import BOUGHT, DECLINED, DECLINED_SHARE, LIMITS, SOLD_OUT, TABLE, begin_sale
from tests.servers import start_servers  # noqa: F401 - a fixture
from tests.tables import note

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]
SIZES = [
    pytest.param("ticket", {"buyers": 24, "stock": 6, "connections": 8}, id="reduced"),
    *(
        pytest.param(limit, {"buyers": 1000, "stock": 100, "connections": 32}, id=limit, marks=pytest.mark.load)
        for limit in LIMITS
    ),
]
TRIES, PAUSE = 12, 0.2


@pytest.mark.parametrize(("limit", "size"), SIZES)
def test_exactly_the_stock_is_sold_over_http(start_servers, home, stripe_sandbox, record_property, limit, size):  # noqa: F811
    conference, stock = home.conference, size["stock"]
    account = stripe_sandbox.account(conference.slug)
    conference.stripe_publishable_key, conference.stripe_secret_key = account.publishable_key, account.secret_key
    sale = begin_sale(conference, limit, stock)
    home.add_child(instance=TicketStorefrontPage(title="Tickets", slug="tickets"))
    servers = start_servers(
        2,
        STRIPE_API_BASE=stripe_sandbox.base_url,
        ALLOWED_HOSTS="*",
        TRUSTED_PROXY_COUNT="1",
        # a worker that is replaced closes connections that it had kept open; browsers ask again, these buyers do not
        GUNICORN_CMD_ARGS="--max-requests=0",
    )
    people = User.objects.bulk_create(UserFactory.build_batch(size["buyers"], password="!"))
    fields = {f"q-{key_of(sale.ticket)}": "1", f"q-{key_of(sale.dinner)}": "1", "voucher": "CROWD"}

    def buy(number: int) -> str:
        buyer, dice = Buyer(people[number], servers[number % 2]), random.Random(number)  # noqa: S311 - as before
        for _attempt in range(TRIES):
            card = BAD_CARD if dice.random() < DECLINED_SHARE else GOOD_CARD
            outcome = buyer.buy(fields, card_payer(stripe_sandbox, card))
            waiting = Order.objects.filter(status=Order.Status.PENDING).exists()
            if outcome == BOUGHT or (outcome == SOLD_OUT and not waiting):
                return outcome
            time.sleep(PAUSE)
        return DECLINED

    who = {"buyers": size["buyers"], "connections": size["connections"]}
    met = crowd(buy, **who)
    note(record_property, TABLE, **sale.row("HTTP", met, **who))
    assert set(met.outcomes) <= {BOUGHT, SOLD_OUT, DECLINED}, met.outcomes
    assert met.outcomes[BOUGHT] == sale.sold == len(stripe_sandbox.charges()) == stock
    assert not met.deadlocks
    assert sale.agrees()
