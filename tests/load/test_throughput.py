"""How many free orders a second this machine completes, beside PostgreSQL's own floor for the same crowd."""

from decimal import Decimal

import pytest
from django.db import connection

from conference.models import User
from registration.models import Attendee, Cart, CartItem, Order
from registration.services.checkout import Billing
from registration.services.place_order import place_order
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import TicketTypeFactory
from tests.load.crowds import crowd
from tests.tables import note

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queued_tasks")]
SIZES = [
    pytest.param(60, 8, id="reduced"),
    pytest.param(600, 8, id="8 connections", marks=pytest.mark.load),
    pytest.param(600, 32, id="32 connections", marks=pytest.mark.load),
]
FLOOR_TABLES = """
    CREATE TABLE floor_stock (id int PRIMARY KEY, taken int NOT NULL);
    CREATE TABLE floor_order (id serial PRIMARY KEY, buyer int NOT NULL);
    INSERT INTO floor_stock VALUES (1, 0);
"""


@pytest.fixture
def floor_tables():
    """Make the two tables of the floor, and take them away."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_TABLES)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE floor_order; DROP TABLE floor_stock")


def orders_per_second(buyers: int, connections: int) -> float:
    """Let a crowd complete free orders."""
    conference = ConferenceFactory()
    ticket = TicketTypeFactory(conference=conference, price=Decimal(0), total_quantity=buyers)
    people = User.objects.bulk_create(UserFactory.build_batch(buyers, password="!"))
    carts = Cart.objects.bulk_create(Cart(user=user, conference=conference) for user in people)
    CartItem.objects.bulk_create(CartItem(cart=cart, ticket_type=ticket) for cart in carts)

    def order(number: int) -> str:
        return place_order(carts[number], billing=Billing(name="Crowd", email=people[number].email)).status

    met = crowd(order, buyers=buyers, connections=connections)
    assert met.outcomes == {Order.Status.PAID: buyers}
    assert Attendee.objects.count() == buyers
    assert not met.deadlocks
    return buyers / met.seconds


def floor_per_second(buyers: int, connections: int) -> float:
    """Let the same crowd do one guarded update and one insert each, and nothing else."""

    def write(number: int) -> str:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE floor_stock SET taken = taken + 1 WHERE id = 1 AND taken < %s", [buyers])
            cursor.execute("INSERT INTO floor_order (buyer) VALUES (%s)", [number])
            cursor.execute("COMMIT")
        return "done"

    met = crowd(write, buyers=buyers, connections=connections)
    assert met.outcomes == {"done": buyers}
    return buyers / met.seconds


@pytest.mark.parametrize(("buyers", "connections"), SIZES)
def test_completed_free_orders_per_second(floor_tables, record_property, buyers, connections):
    ours, floor = orders_per_second(buyers, connections), floor_per_second(buyers, connections)
    note(
        record_property,
        "Free orders completed a second, beside PostgreSQL's floor of one guarded update and one insert for each",
        connections=connections,
        orders=buyers,
        **{"orders/s": ours, "floor/s": floor},
    )
    assert ours > 1
