"""A visitor buys a ticket by card, from the front page to the ticket on paper."""

import re

import pytest
from playwright.sync_api import expect

from conference.models import OutboxMail
from registration.models import Attendee, Order
from tests.factories.registration import TicketTypeFactory
from tests.papers import codes_of, words_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("walk-shop")]

ASKING_CARD, POOR_CARD = "4000002760003184", "4000000000009995"


@pytest.fixture
def ticket_type(sales):
    return TicketTypeFactory(conference=sales, name="Regular", price="100.00", tax_rate="19.00")


def test_a_visitor_buys_with_4242_and_holds_the_ticket(ticket_type, shopper, stripe_sandbox):
    visitor = shopper("visitor", checks=True)
    visitor.open("/tickets/?utm_source=fair&utm_campaign=spring")
    visitor.sees("€100.00")
    visitor.choose_numbers(Regular=1)
    visitor.give_address("ada@example.org")
    visitor.heading("Your details")
    visitor.order("Ada Lovelace")
    visitor.heading("Pay €100.00")
    visitor.pay()
    reference = visitor.is_paid()

    order = Order.objects.get(reference=reference)
    assert (order.status, order.utm_source, order.utm_campaign) == (Order.Status.PAID, "fair", "spring")
    assert [charge["amount"] for charge in stripe_sandbox.charges()] == [10000]
    attendee = Attendee.objects.get(order=order)
    visitor.follow(re.compile("^Open"), within=visitor.page.get_by_role("main"))
    visitor.heading("Ada Lovelace")
    visitor.sees(attendee.access_code)
    paper = visitor.download(visitor.page.get_by_role("link", name="Download the ticket (PDF)"))
    assert codes_of(paper) == [f"{ticket_type.conference.slug}:{attendee.access_code}"]
    assert "Ada Lovelace" in words_of(paper)
    mail = OutboxMail.objects.get(kind="order.confirmation")
    assert (mail.to, mail.state) == ("ada@example.org", OutboxMail.State.SENT)


@pytest.fixture
def at_the_card(ticket_type, customer):
    """Return `start(…)`: a signed-in visitor with an order, at the entry of the card."""

    def start(**options):
        visitor = customer("ada", **options)
        visitor.open("/tickets/")
        visitor.choose_numbers(Regular=1)
        visitor.press("Go on to your details")
        visitor.order("Ada Lovelace")
        visitor.heading("Pay €100.00")
        return visitor

    return start


def test_a_card_that_asks_who_one_is_pays(at_the_card, stripe_sandbox):
    visitor = at_the_card()
    visitor.pay(ASKING_CARD)
    visitor.click(visitor.page.get_by_role("button", name="Complete authentication"))
    visitor.is_paid()
    assert len(stripe_sandbox.charges()) == 1


def test_failing_to_say_who_one_is_takes_nothing_and_may_be_repeated(at_the_card, stripe_sandbox):
    visitor = at_the_card()
    visitor.pay(ASKING_CARD)
    visitor.click(visitor.page.get_by_role("button", name="Fail authentication"))
    expect(visitor.page.get_by_role("alert").filter(has_text="unable to authenticate")).to_be_visible()
    visitor.look()
    assert stripe_sandbox.charges() == []
    assert Order.objects.get().status == Order.Status.PENDING

    visitor.pay()
    visitor.is_paid()
    assert len(stripe_sandbox.charges()) == 1


def test_a_declined_card_says_so_and_another_pays_on_the_same_page(at_the_card, stripe_sandbox):
    visitor = at_the_card(width=390, scheme="dark")
    visitor.pay(POOR_CARD)
    alert = visitor.page.get_by_role("alert").filter(has_text="insufficient funds")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("Nothing was charged.")
    visitor.look()
    assert stripe_sandbox.charges() == []

    pages = visitor.pages
    visitor.type_card()
    assert visitor.pages == pages
    visitor.click(visitor.pay_button)
    visitor.is_paid()
    assert len(stripe_sandbox.charges()) == 1


def test_paying_without_a_network_says_so_and_goes_on_with_it(at_the_card, stripe_sandbox):
    visitor = at_the_card()
    visitor.type_card()
    visitor.lose_network()
    visitor.click(visitor.pay_button)
    expect(visitor.page.get_by_role("alert").filter(has_text="nothing was charged")).to_be_focused()
    visitor.lose_network(lost=False)
    visitor.click(visitor.pay_button)
    visitor.is_paid()
    assert len(stripe_sandbox.charges()) == 1


def test_two_tabs_pay_once(at_the_card, stripe_sandbox):
    first = at_the_card()
    second = first.another_tab()
    first.type_card()
    second.type_card()
    first.click(first.pay_button)
    second.click(second.pay_button)
    first.is_paid()
    second.is_paid()

    assert first.reference == second.reference
    assert len(stripe_sandbox.charges()) == 1
    assert Attendee.objects.count() == 1
