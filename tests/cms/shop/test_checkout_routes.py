"""From a basket to an order: once, at the price that was shown, and not again and again."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from cms.shop import checkout_routes
from conference.models import OutboxMail, User
from registration.models import Attendee, Cart, Order, ProfileQuestion, Stock, TicketType
from registration.services.checkout import CheckoutService
from registration.services.setting_up.sales import sales_of
from tests.cms.shop.checking_out import URL, filled, problems_in
from tests.factories.conference import UserFactory
from tests.factories.registration import (
    AddOnFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
    order_of,
)

pytestmark = pytest.mark.django_db


def test_an_empty_basket_has_no_checkout(visitor, buyer, ticket):
    for browser in (visitor, buyer):
        assert browser.get(URL).url == "/tickets/cart/"
        assert browser.post(URL, {}).status_code in (302, 403)


def test_the_form_needs_djangos_token(ticket, cart_of):
    browser = Client(enforce_csrf_checks=True)
    user = UserFactory()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cart = cart_of(user, ticket)
    assert browser.post(URL, filled(cart)).status_code == 403
    assert not Order.objects.exists()


def test_an_account_without_a_name_takes_that_of_its_invoice(ticket, cart_of, client_for):
    users = UserFactory(name=""), UserFactory(name="Grace")
    for user in users:
        client_for(user).post(URL, filled(cart_of(user, ticket)))
        user.refresh_from_db()
    assert [user.name for user in users] == ["Ada Lovelace", "Grace"]


def test_a_changed_price_is_explained_and_nothing_is_ordered(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket)
    data = filled(cart)
    TicketType.objects.update(price=Decimal("120.00"))
    answer = buyer.post(URL, data)
    assert "it was €100.00 and is now €120.00" in problems_in(answer)
    assert 'name="shown_total" value="120.00"' in answer.content.decode()
    assert not Order.objects.exists()
    buyer.post(URL, {**data, "shown_total": "120.00"})
    assert Order.objects.get().total == 120


@pytest.mark.parametrize("total", ["", "0.01", "-100", "x", "NaN", "Infinity", "1e400", "\x00", "9" * 500])
def test_a_forged_total_orders_nothing(buyer, ticket, cart_of, total):
    answer = buyer.post(URL, filled(cart_of(buyer.user, ticket), shown_total=total))
    assert "The price has changed" in problems_in(answer)
    assert not Order.objects.exists()


def test_a_second_press_leads_to_the_same_order(buyer, ticket, cart_of):
    data = filled(cart_of(buyer.user, ticket))
    first, second = buyer.post(URL, data), buyer.post(URL, data)
    assert first.url == second.url
    assert Order.objects.count() == 1


def test_somebody_elses_cart_is_not_ordered(buyer, ticket, cart_of):
    other = cart_of(UserFactory(), ticket)
    assert buyer.post(URL, filled(other)).url == "/tickets/cart/"
    ordered = order_of(ticket, cart=other, user=other.user)
    assert buyer.post(URL, filled(other)).url == "/tickets/cart/"
    assert Order.objects.get() == ordered


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 50, "\x00", "٣"])
def test_cart_numbers_that_are_none(buyer, ticket, cart_of, number):
    answer = buyer.post(URL, {**filled(cart_of(buyer.user, ticket)), "cart": number})
    assert answer.url.endswith("/pay/")


def test_a_sold_out_ticket_is_told_in_the_basket(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket)
    ticket.total_quantity = 1
    ticket.save()
    order_of(ticket, status=Order.Status.PAID)
    assert buyer.post(URL, filled(cart)).url == "/tickets/cart/"
    assert "sold out" in buyer.get("/tickets/cart/").content.decode()
    assert Order.objects.count() == 1


def test_a_free_order_is_complete_at_once(buyer, conference, shop, cart_of):
    free = TicketTypeFactory(conference=conference, price=0)
    cart = cart_of(buyer.user, free)
    html = buyer.get(URL).content.decode()
    assert "Get the tickets" in html
    assert "pay_by" not in html
    answer = buyer.post(URL, filled(cart))
    order = Order.objects.get()
    assert answer.url == f"/tickets/orders/{order.reference}/"
    assert order.status == Order.Status.PAID
    assert Attendee.objects.get().user == buyer.user


def test_a_closed_conference_takes_no_orders(buyer, ticket, conference, cart_of):
    cart = cart_of(buyer.user, ticket)
    conference.is_closed = True
    conference.save()
    answer = buyer.post(URL, filled(cart))
    assert answer.status_code == 400
    assert not Order.objects.exists()


def test_nobody_orders_again_and_again_to_flood_a_mailbox(buyer, ticket, cart_of, client_for, monkeypatch):
    """What to pay is mailed to the address on the order, which may be anybody's; the control is somebody else."""
    monkeypatch.setattr(checkout_routes, "ORDERS_AN_HOUR", 2)
    for _number in range(2):
        assert buyer.post(URL, filled(cart_of(buyer.user, ticket))).status_code == 302
        CheckoutService.cancel_order(Order.objects.filter(user=buyer.user).latest("pk"))
    answer = buyer.post(URL, filled(cart_of(buyer.user, ticket)))
    assert answer.status_code == 400
    assert "That were many orders" in problems_in(answer)
    assert Order.objects.filter(user=buyer.user).count() == 2
    other = UserFactory()
    assert client_for(other).post(URL, filled(cart_of(other, ticket))).status_code == 302


def test_many_accounts_of_one_network_do_not_hold_everything_by_transfer(
    ticket, conference, cart_of, client_for, monkeypatch
):
    """Paying by card is the control: it holds for minutes."""
    monkeypatch.setattr(checkout_routes, "TRANSFERS_AN_HOUR", 2)
    sales = sales_of(conference)
    sales.transfer_enabled = True
    sales.save()
    answers = []
    for way in ("transfer", "transfer", "transfer", "card"):
        user = UserFactory()
        form = {**filled(cart_of(user, ticket)), "agree-pay_by": way}
        answers.append(client_for(user).post(URL, form))
    assert [answer.status_code for answer in answers] == [302, 302, 400, 302]
    assert "many orders by bank transfer from your network" in problems_in(answers[2])


@pytest.mark.parametrize(("kinds", "units"), [(5, 1), (50, 1), (1, 1), (1, 20)])
@pytest.mark.parametrize(("price", "statements"), [(100, 34), (0, 40)])
def test_queries_of_placing_an_order(
    buyer, shop, conference, put, change, django_assert_num_queries, kinds, units, price, statements
):
    """A free order takes more: it is complete at once, with its tickets and a mail to each holder.

    The buyer's account is new and learns its name from the order.
    """
    User.objects.filter(pk=buyer.user.pk).update(name="")
    tickets = TicketTypeFactory.create_batch(kinds, conference=conference, price=price, limit_per_user=0)
    addons = [AddOnFactory(conference=conference, requires_ticket_types=tickets, price=price) for _n in range(kinds)]
    TimeOrStockLimitConditionFactory(conference=conference, limit=100)
    VoucherFactory(conference=conference, code="V")
    question = ProfileQuestion.objects.create(conference=conference, field="pronouns", is_required=True)
    question.ticket_types.set(tickets)
    Stock.objects.create(conference=conference)  # made by the first order of a conference
    for ticket in tickets:
        put(buyer, ticket, units)
    for addon in addons:
        put(buyer, addon)
    change(buyer, "voucher", code="V")
    html = buyer.get(URL).content.decode()
    data = filled(Cart.objects.get(), shown_total=re.search(r'name="shown_total" value="([\d.]+)"', html).group(1))
    places = dict.fromkeys(re.findall(r'name="(a\d+-\d+-place)"', html), "holder-0")
    others = [name.removesuffix("-mode") for name, value in data.items() if value == "later"]
    holders = {f"{name}-mode": "other" for name in others} | {f"{name}-name": "Grace" for name in others}
    holders |= {f"{name}-email": f"{name}@example.org" for name in others}
    answers = dict.fromkeys(re.findall(r'name="(t\d+-\d+-answer_pronouns)"', html), "they")
    with django_assert_num_queries(statements):
        answer = buyer.post(URL, {**data, **places, **holders, **answers})
    assert answer.status_code == 302, problems_in(answer)
    order = Order.objects.get(user=buyer.user)
    written = 0 if price else len(others) + 1
    assert OutboxMail.objects.filter(kind__in=("order.confirmation", "ticket.assigned")).count() == written
    assert order.attendees.count() == (0 if price else kinds * units)
