"""Many buyers at once never get more than there is, whichever of four limits is the tightest.

The reduced size runs with every test run, the full one by `make test-load`. The control takes the lock out and must
oversell: otherwise these tests prove nothing.
"""

import random

import pytest

from conference.models import User
from registration.errors import NotForSaleError
from registration.models import Cart, CartItem, Order
from registration.services import inventory
from registration.services.checkout import Billing, CheckoutService
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.load.crowds import crowd
from tests.load.sale import BOUGHT, DECLINED, DECLINED_SHARE, LIMITS, SOLD_OUT, TABLE, Sale, begin_sale
from tests.tables import note

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queued_tasks")]
SIZES = [
    pytest.param({"buyers": 60, "stock": 12, "connections": 12}, id="reduced"),
    pytest.param({"buyers": 1000, "stock": 100, "connections": 48}, id="full", marks=pytest.mark.load),
]
CONTROL = {"buyers": 80, "connections": 16}
TRIES, CROWDS = 30, 6


def buyer_of(sale: Sale, buyers: list[User]):
    """Return `buy(number)`: fill a basket, order, pay or be declined; who finds nothing tries again while some is held."""

    def buy(number: int) -> str:
        user, dice, outcome = buyers[number], random.Random(number), SOLD_OUT  # noqa: S311 - the same crowd in every run
        for _attempt in range(TRIES):
            cart = Cart.objects.create(user=user, conference=sale.conference, voucher=sale.voucher)
            CartItem.objects.bulk_create(
                [CartItem(cart=cart, ticket_type=sale.ticket), CartItem(cart=cart, addon=sale.dinner)]
            )
            try:
                order = place_order(cart, billing=Billing(name="Crowd", email=user.email))
            except NotForSaleError:
                Cart.objects.filter(pk=cart.pk).delete()
                if not Order.objects.filter(conference=sale.conference, status=Order.Status.PENDING).exists():
                    return SOLD_OUT
                continue
            if dice.random() < DECLINED_SHARE:
                CheckoutService.cancel_order(order)
                outcome = DECLINED
                continue
            PaymentService.record_manual(order, amount=order.total, reference="crowd")
            return BOUGHT
        return outcome

    return buy


def people(number: int) -> list[User]:
    """Return so many accounts."""
    return User.objects.bulk_create(UserFactory.build_batch(number, password="!"))


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("size", SIZES)
def test_exactly_the_stock_is_sold(record_property, size, limit):
    sale = begin_sale(ConferenceFactory(), limit, size["stock"])
    who = {"buyers": size["buyers"], "connections": size["connections"]}
    met = crowd(buyer_of(sale, people(size["buyers"])), **who)
    note(record_property, TABLE, **sale.row("services", met, **who))
    assert set(met.outcomes) <= {BOUGHT, SOLD_OUT, DECLINED}, met.outcomes
    assert met.outcomes[BOUGHT] == sale.sold == size["stock"]
    assert not met.deadlocks
    assert sale.agrees()


@pytest.mark.parametrize("limit", [LIMITS[0], *(pytest.param(name, marks=pytest.mark.load) for name in LIMITS[1:])])
def test_without_the_lock_it_oversells(record_property, monkeypatch, limit):
    monkeypatch.setattr(inventory, "lock", lambda _conference: None)
    for _crowd in range(CROWDS):  # the stock runs out once for each crowd, and that moment has to be met
        sale = begin_sale(ConferenceFactory(), limit, stock=5)
        met = crowd(buyer_of(sale, people(CONTROL["buyers"])), **CONTROL)
        note(record_property, TABLE, **sale.row("control: no lock", met, **CONTROL))
        if sale.sold > sale.stock:
            break
    assert sale.sold > sale.stock
