"""Many buyers at once never get more than there is, whichever of four limits is the tightest.

The reduced size runs with every test run, the full one by `make test-load`. The control takes the lock out and must
oversell: otherwise these tests prove nothing.
"""

import random
from decimal import Decimal

import pytest

from conference.models import User
from registration.errors import NotForSaleError
from registration.models import Attendee, Cart, CartItem, Order
from registration.models.orders import PAID_STATES
from registration.queries.stock import CAPACITY, Concerned, count
from registration.services import inventory
from registration.services.checkout import Billing, CheckoutService
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import AddOnFactory, TicketTypeFactory, VoucherFactory
from tests.load.crowds import crowd

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queued_tasks")]
SIZES = [
    pytest.param({"buyers": 60, "stock": 12, "connections": 12}, id="reduced"),
    pytest.param({"buyers": 1000, "stock": 100, "connections": 48}, id="full", marks=pytest.mark.load),
]
LIMITS = ("ticket", "addon", "voucher", "capacity")
DECLINED = 0.2
TRIES = 30
SOLD_OUT, BOUGHT = "sold out", "bought"


@pytest.fixture
def shop():
    """Return `make(limit, stock)`: a conference where one of the four limits is `stock` and the others are a little wider."""

    def make(limit: str, stock: int):
        size = {name: stock if name == limit else stock + 5 for name in LIMITS}
        conference = ConferenceFactory(total_capacity=size["capacity"])
        ticket = TicketTypeFactory(conference=conference, total_quantity=size["ticket"], price=Decimal("50.00"))
        dinner = AddOnFactory(conference=conference, total_quantity=size["addon"], price=Decimal("10.00"))
        voucher = VoucherFactory(conference=conference, code="CROWD", max_uses=size["voucher"])
        return conference, ticket, dinner, voucher

    return make


def people(number: int) -> list[User]:
    """Return so many accounts."""
    return User.objects.bulk_create(UserFactory.build_batch(number, password="!"))


def buyer_of(conference, ticket, dinner, voucher, buyers):
    """Return `buy(number)`: fill a basket, order, pay or be declined; who finds nothing tries again while some is held."""

    def buy(number: int) -> str:
        user, dice = buyers[number], random.Random(number)  # noqa: S311 - the same crowd in every run
        for _attempt in range(TRIES):
            cart = Cart.objects.create(user=user, conference=conference, voucher=voucher)
            CartItem.objects.bulk_create([CartItem(cart=cart, ticket_type=ticket), CartItem(cart=cart, addon=dinner)])
            try:
                order = place_order(cart, billing=Billing(name="Crowd", email=user.email))
            except NotForSaleError:
                Cart.objects.filter(pk=cart.pk).delete()
                if not Order.objects.filter(conference=conference, status=Order.Status.PENDING).exists():
                    return SOLD_OUT
                continue
            if dice.random() < DECLINED:
                CheckoutService.cancel_order(order)
                continue
            PaymentService.record_manual(order, amount=order.total, reference="crowd")
            return BOUGHT
        return SOLD_OUT

    return buy


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("size", SIZES)
def test_exactly_the_stock_is_sold(shop, size, limit):
    conference, ticket, dinner, voucher = shop(limit, size["stock"])
    buyers = people(size["buyers"])
    outcomes = crowd(
        buyer_of(conference, ticket, dinner, voucher, buyers),
        buyers=size["buyers"],
        connections=size["connections"],
    )
    assert set(outcomes) == {BOUGHT, SOLD_OUT}
    assert outcomes[BOUGHT] == size["stock"]
    assert Order.objects.filter(status__in=PAID_STATES).count() == Attendee.objects.count() == size["stock"]
    assert not Order.objects.filter(status=Order.Status.PENDING).exists()
    voucher.refresh_from_db()
    counts = count(conference, Concerned([ticket.pk], [dinner.pk], [voucher.pk]))
    assert voucher.times_used == counts.taken[f"voucher:{voucher.pk}"] == size["stock"]
    assert counts.taken[CAPACITY] == counts.taken[f"addon:{dinner.pk}"] == size["stock"]


@pytest.mark.parametrize("limit", [LIMITS[0], *(pytest.param(name, marks=pytest.mark.load) for name in LIMITS[1:])])
def test_without_the_lock_it_oversells(shop, monkeypatch, limit):
    conference, ticket, dinner, voucher = shop(limit, 5)
    monkeypatch.setattr(inventory, "lock", lambda _conference: None)
    buyers = people(80)
    crowd(buyer_of(conference, ticket, dinner, voucher, buyers), buyers=80, connections=16)
    assert Attendee.objects.count() > 5
