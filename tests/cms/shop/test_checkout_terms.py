"""The ways to pay that a checkout offers."""

import pytest

from registration.models import Order
from registration.services.setting_up.sales import sales_of
from tests.cms.shop.checking_out import URL, filled, problems_in

pytestmark = pytest.mark.django_db


def test_bank_transfer_where_it_is_offered(buyer, ticket, conference, cart_of):
    assert "Bank transfer" not in buyer.get(URL).content.decode()
    cart = cart_of(buyer.user, ticket)
    answer = buyer.post(URL, filled(cart, agree__pay_by="transfer"))
    assert "transfer" in problems_in(answer)
    sales = sales_of(conference)
    sales.transfer_enabled = True
    sales.save()
    assert "Bank transfer within 10 days" in buyer.get(URL).content.decode()
    buyer.post(URL, filled(cart, agree__pay_by="transfer"))
    assert Order.objects.get().pay_by == "transfer"


def test_without_a_way_to_pay_nothing_can_be_ordered(buyer, ticket, conference, cart_of):
    conference.stripe_secret_key = ""
    conference.save()
    cart = cart_of(buyer.user, ticket)
    assert "have not set up a way to pay" in buyer.get(URL).content.decode()
    assert buyer.post(URL, filled(cart)).status_code == 400
    assert not Order.objects.exists()
