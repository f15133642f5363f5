"""Buying without scripts and buying by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from registration.models import Attendee, Order
from sandbox.mail import kept
from tests.e2e.keyboard import press_enter, tab_to
from tests.e2e.shopping import CARD_FRAME, CODE, GOOD_CARD, Shopper
from tests.factories.registration import TicketTypeFactory
from tests.papers import codes_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("walk-shop")]


def test_without_scripts_one_comes_as_far_as_the_card(sales, shopper):
    TicketTypeFactory(conference=sales, name="Regular", price="100.00")
    visitor = shopper("visitor", width=390, java_script_enabled=False)
    visitor.open("/tickets/")
    visitor.choose_numbers(Regular=2)
    visitor.page.get_by_label("How many Regular").fill("1")
    visitor.press(re.compile("^Change"))
    visitor.give_address("ada@example.org")
    visitor.order("Ada Lovelace")
    visitor.heading("Pay €100.00")
    # Playwright looks for texts everywhere but in <noscript>
    expect(visitor.page.locator("noscript p").filter(visible=True)).to_contain_text("Entering a card needs scripts")
    expect(visitor.page.get_by_role("button", name="Pay €100.00")).to_be_hidden()
    expect(visitor.page.get_by_text("Loading the card form")).to_be_hidden()

    order = Order.objects.get()
    assert (order.status, order.line_items.get().quantity) == (Order.Status.PENDING, 1)
    visitor.click(visitor.page.get_by_text("Cancel the order", exact=True))
    visitor.press("Cancel this order")
    visitor.sees("Your order is cancelled. Nothing was charged.")


def test_without_scripts_a_free_ticket_is_had_to_the_end(sales, shopper):
    TicketTypeFactory(conference=sales, name="Community", price="0.00")
    visitor = shopper("visitor", java_script_enabled=False)
    visitor.open("/tickets/")
    visitor.choose_numbers(Community=1)
    visitor.give_address("ada@example.org")
    visitor.order("Ada Lovelace")
    visitor.sees("Everything is settled: the tickets are yours.")
    visitor.follow(re.compile("^Open"), within=visitor.page.get_by_role("main"))
    paper = visitor.download(visitor.page.get_by_role("link", name="Download the ticket (PDF)"))
    assert codes_of(paper) == [f"{sales.slug}:{Attendee.objects.get().access_code}"]


def press(visitor: Shopper, target) -> None:
    """Go to a button or link by Tab and press it."""
    tab_to(visitor, target)
    press_enter(visitor)


def write(visitor: Shopper, label: str | re.Pattern, words: str) -> None:
    """Go to a field by Tab and write into it."""
    tab_to(visitor, visitor.page.get_by_label(label))
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type(words)


def tick(visitor: Shopper, name: str) -> None:
    box = visitor.page.get_by_role("checkbox", name=re.compile(name))
    tab_to(visitor, box)
    visitor.page.keyboard.press("Space")
    expect(box).to_be_checked()


def type_card_by_keyboard(visitor: Shopper) -> None:
    """Go into Stripe's frame by Tab and fill its fields."""
    frame = visitor.page.frame_locator(CARD_FRAME)
    for label, words in (("Card number", GOOD_CARD), ("Expiration date", "1234"), ("Security code", "123")):
        tab_to(visitor, frame.get_by_label(label))
        visitor.page.keyboard.type(words)


def test_a_ticket_is_bought_by_keyboard_alone(sales, shopper, stripe_sandbox):
    TicketTypeFactory(conference=sales, name="Regular", price="100.00")
    visitor = shopper("visitor")
    page = visitor.page
    visitor.open("/tickets/")
    tab_to(visitor, page.get_by_label("How many Regular"))
    page.keyboard.press("ArrowUp")
    press(visitor, page.get_by_role("button", name="Put into the basket"))
    press(visitor, page.get_by_role("button", name="Go on to your details"))
    write(visitor, re.compile("e-mail address"), "ada@example.org")
    press_enter(visitor)
    visitor.heading("Enter your code")
    write(visitor, "Code", CODE.search(kept.newest()[0].text).group())
    press_enter(visitor)

    visitor.heading("Your details")
    write(visitor, "Your name", "Ada Lovelace")
    tick(visitor, "terms of sale")
    tick(visitor, "code of conduct")
    press(visitor, page.get_by_role("button", name="Order for €100.00"))
    visitor.heading("Pay €100.00")
    type_card_by_keyboard(visitor)
    expect(visitor.pay_button).to_be_enabled()
    tab_to(visitor, visitor.pay_button)
    page.keyboard.press("Enter")
    visitor.is_paid()

    press(visitor, page.get_by_role("main").get_by_role("link", name=re.compile("^Open")))
    visitor.heading("Ada Lovelace")
    assert len(stripe_sandbox.charges()) == 1
