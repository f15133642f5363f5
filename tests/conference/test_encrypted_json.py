"""Structured data that nobody reads in the database; a basket's is the example."""

import logging

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection

from conference.services import secrets
from registration.models import Cart
from tests.factories.registration import CartFactory

pytestmark = pytest.mark.django_db

TYPED = {"fields": {"name": "Ada “L” Lovelace", "answer_dietary_needs": "no nuts"}, "numbers": [1, 2.5, None, True]}


def stored(cart: Cart) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT checkout_data FROM registration_cart WHERE id = %s", [cart.pk])
        return cursor.fetchone()[0]


def test_what_is_stored_shows_nothing_and_is_read_as_it_was():
    cart = CartFactory(checkout_data=TYPED)
    assert stored(cart).startswith("gAAAA")
    assert Cart.objects.get().checkout_data == TYPED
    Cart.objects.update(checkout_data={"other": "words"})
    assert Cart.objects.get().checkout_data == {"other": "words"}


def test_nothing_is_stored_as_null_and_read_as_an_empty_dictionary():
    cart, full = CartFactory(), CartFactory(checkout_data=TYPED)
    assert stored(cart) is None
    assert Cart.objects.get(pk=cart.pk).checkout_data == {}
    assert [found.pk for found in Cart.objects.filter(checkout_data__isnull=False)] == [full.pk]


def test_what_is_encrypted_cannot_be_compared():
    CartFactory()
    for look_up in ({"checkout_data": {}}, {"checkout_data__contains": "nuts"}):
        with pytest.raises(FieldError):
            Cart.objects.filter(**look_up).exists()


def test_changed_keys_are_taken_over(settings):
    cart, old = CartFactory(checkout_data=TYPED), settings.SECRET_KEY
    before = stored(cart)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [old]
    assert secrets.rotate()["registration.Cart.checkout_data"] == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert stored(cart) != before
    assert Cart.objects.get().checkout_data == TYPED


def test_lost_key_is_logged_and_read_as_nothing(settings, caplog):
    CartFactory(checkout_data=TYPED)
    settings.SECRET_KEY = "new"
    with caplog.at_level(logging.ERROR):
        assert Cart.objects.get().checkout_data == {}
    assert "registration.Cart.checkout_data cannot be read" in caplog.text


def test_dump_of_the_database_is_read_back():
    CartFactory(checkout_data=TYPED)
    (read,) = serializers.deserialize("json", serializers.serialize("json", Cart.objects.all()))
    assert read.object.checkout_data == TYPED
