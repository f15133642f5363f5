"""What a buyer typed lies with the basket only while the basket is open."""

import pytest

from registration.models import Cart
from registration.services.selling.buyer_details import keep_details, learn_name
from tests.factories.conference import UserFactory
from tests.factories.registration import CartFactory

pytestmark = pytest.mark.django_db


def test_what_was_typed_lies_with_the_basket():
    cart = CartFactory()
    keep_details(cart, {"billing-name": "Ada"})
    assert cart.checkout_data == Cart.objects.get().checkout_data == {"fields": {"billing-name": "Ada"}}


@pytest.mark.parametrize("status", [Cart.Status.CHECKED_OUT, Cart.Status.EXPIRED])
def test_a_basket_that_ended_meanwhile_keeps_nothing(status):
    cart = CartFactory()
    Cart.objects.update(status=status)
    keep_details(cart, {"t1-1-answer_dietary_needs": "no nuts"})
    assert not Cart.objects.get().checkout_data


def test_a_name_is_learned_once():
    user = UserFactory(name="")
    learn_name(user, "Ada")
    learn_name(user, "Grace")
    user.refresh_from_db()
    assert user.name == "Ada"
