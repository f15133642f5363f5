"""One account holds only so much without paying; who pays may order on."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from registration.models import Cart, Order
from registration.services.checkout import Billing, Wishes
from registration.services.orders.cancelling import cancel_order
from registration.services.place_order import place_order
from registration.services.selling import waiting_orders
from registration.services.setting_up.sales import sales_of
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import AddOnFactory, CartFactory, CartItemFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db
CARD, TRANSFER = Order.PayBy.CARD, Order.PayBy.TRANSFER


@pytest.fixture
def conference():
    conference = ConferenceFactory(seller_bank_account="DE89")
    sales = sales_of(conference)
    sales.transfer_enabled, sales.transfer_max_tickets = True, 3
    sales.save()
    return conference


@pytest.fixture
def buy(conference):
    """Return a function that orders tickets of one account, by transfer unless said otherwise."""
    kind, buyer = TicketTypeFactory(conference=conference, limit_per_user=0), UserFactory()

    def order(tickets: int = 1, *, pay_by: str = TRANSFER, user=None, ticket_type=None, addon=None) -> Order:
        product = ticket_type or kind
        cart = CartFactory(conference=product.conference, user=user or buyer)
        CartItemFactory(cart=cart, ticket_type=product, quantity=tickets)
        if addon:
            CartItemFactory(cart=cart, ticket_type=None, addon=addon, quantity=tickets)
        wishes = Wishes(pay_by=pay_by)
        return place_order(cart, billing=Billing(name="Ada", email="ada@example.org"), wishes=wishes)

    return order


def refused(buy, *arguments, **more) -> str:
    known = set(Order.objects.values_list("pk", flat=True))
    with pytest.raises(ValidationError) as error:
        buy(*arguments, **more)
    assert set(Order.objects.values_list("pk", flat=True)) == known
    Cart.objects.filter(status=Cart.Status.OPEN).delete()  # the basket is as it was; the test goes on with a new one
    return " ".join(error.value.messages)


def test_the_limit_of_tickets_by_transfer_holds_for_all_waiting_orders_together(buy, conference):
    buy(2, addon=AddOnFactory(conference=conference))  # add-ons are no tickets
    assert "By bank transfer 3 tickets can wait for you at a time, and 2 wait already" in refused(buy, 2)
    assert buy(1).status == Order.Status.PENDING


def test_two_orders_by_transfer_wait_at_a_time_and_cards_and_others_are_free(buy, conference):
    sales = sales_of(conference)
    sales.transfer_max_tickets = 0  # no limit
    sales.save()
    first, _second = buy(5), buy(5)
    assert "2 of your orders wait for a bank transfer" in refused(buy)
    assert buy(pay_by=CARD).status == Order.Status.PENDING
    assert buy(user=UserFactory()).status == Order.Status.PENDING
    cancel_order(first)
    assert buy().status == Order.Status.PENDING


def test_so_many_orders_of_an_account_wait_at_a_conference(buy):
    for _number in range(waiting_orders.MOST_ORDERS):
        last = buy(pay_by=CARD)
    assert "5 of your orders wait for payment" in refused(buy, pay_by=CARD)
    elsewhere = TicketTypeFactory()
    assert buy(pay_by=CARD, ticket_type=elsewhere).status == Order.Status.PENDING
    Order.objects.filter(pk=last.pk).update(hold_expires_at=timezone.now())  # what holds nothing does not count
    assert buy(pay_by=CARD).status == Order.Status.PENDING


def test_paid_orders_do_not_count_and_free_ones_are_not_asked(buy, conference):
    for _number in range(waiting_orders.MOST_ORDERS):
        order = buy(pay_by=CARD)
        Order.objects.filter(pk=order.pk).update(status=Order.Status.PAID)
    for _number in range(waiting_orders.MOST_ORDERS):
        buy(pay_by=CARD)
    free = TicketTypeFactory(conference=conference, price=0)
    assert buy(pay_by=CARD, ticket_type=free).status == Order.Status.PAID


def test_it_costs_one_statement(conference, django_assert_num_queries):
    with django_assert_num_queries(1):
        waiting_orders.require_few_waiting(UserFactory.build(pk=1), conference, pay_by=TRANSFER, tickets=1)
