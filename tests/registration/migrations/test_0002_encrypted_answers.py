"""Baskets and orders of before keep what was typed for them, encrypted; going back writes it as it was."""

import json

import pytest
from django.db import connection

from registration.models import Cart, Order
from tests.factories.registration import CartFactory, TicketTypeFactory, order_of
from tests.migrating import migrate

pytestmark = pytest.mark.django_db

BEFORE, AFTER = ("registration", "0001_initial"), ("registration", "0002_encrypted_answers")
TYPED = {"fields": {"t1-1-answer_dietary_needs": "no “nuts”"}}
PLANNED = {"holders": [{"ticket_type": 1, "unit": 1, "answers": {"accessibility": "a ramp"}}], "addons": []}


def stored(model, field: str, key: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {field} FROM {model._meta.db_table} WHERE id = %s", [key])  # noqa: S608
        return cursor.fetchone()[0]


def test_rows_of_before_are_encrypted_and_come_back_as_they_were():
    filled, empty = CartFactory(), CartFactory()
    planned, ended = order_of(TicketTypeFactory()), order_of(TicketTypeFactory())
    old = migrate(*BEFORE)
    old.get_model("registration", "Cart").objects.filter(pk=filled.pk).update(checkout_data=TYPED)
    old.get_model("registration", "Order").objects.filter(pk=planned.pk).update(plan=PLANNED)
    assert "nuts" in json.dumps(stored(Cart, "checkout_data", filled.pk))

    migrate(*AFTER)
    assert "nuts" not in stored(Cart, "checkout_data", filled.pk)
    assert "ramp" not in stored(Order, "plan", planned.pk)
    assert Cart.objects.get(pk=filled.pk).checkout_data == TYPED
    assert Order.objects.get(pk=planned.pk).plan == PLANNED
    assert stored(Cart, "checkout_data", empty.pk) is None
    assert stored(Order, "plan", ended.pk) is None

    old = migrate(*BEFORE)
    assert old.get_model("registration", "Cart").objects.get(pk=filled.pk).checkout_data == TYPED
    assert old.get_model("registration", "Cart").objects.get(pk=empty.pk).checkout_data == {}
    assert old.get_model("registration", "Order").objects.get(pk=planned.pk).plan == PLANNED
    migrate(*AFTER)
