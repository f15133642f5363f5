"""From a conference that sells nothing to money recorded and given back: in browsers alone, without a shell."""

import re

import pytest
from playwright.sync_api import Locator

from registration.models import Attendee, Order, Voucher
from tests.e2e.shopping import Shopper
from tests.e2e.walking import Walk

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("walk-shop")]


def add(organizer: Walk, menu: str) -> None:
    """Open the form of a new thing from the menu "Registration"."""
    organizer.open("/admin/")
    organizer.click(organizer.page.get_by_role("button", name="Registration"))
    organizer.follow(menu)


def field(organizer: Walk, label: str) -> Locator:
    """Return the control of that label: Wagtail gives its label to the panel around it as well."""
    controls = organizer.page.locator("input, textarea, select")
    return controls.and_(organizer.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")))


def save(organizer: Walk) -> None:
    organizer.press("Create")
    organizer.sees(re.compile("created"))


def sell_tickets(organizer: Walk) -> None:
    add(organizer, "Tickets")
    organizer.follow("Add ticket type", within=organizer.page.get_by_role("main"), exact=False)
    field(organizer, "Name").fill("Regular")
    field(organizer, "Price").fill("200.00")
    field(organizer, "Tax rate in %").fill("19")
    field(organizer, "What is included").fill("Lunch on both days\nAll talks")
    field(organizer, "How many there are").fill("100")
    save(organizer)
    organizer.follow("Add ticket type", within=organizer.page.get_by_role("main"), exact=False)
    field(organizer, "Name").fill("Student")
    field(organizer, "Price").fill("80.00")
    field(organizer, "Tax rate in %").fill("19")
    save(organizer)

    add(organizer, "Add-ons")
    organizer.follow("Add add-on", within=organizer.page.get_by_role("main"), exact=False)
    field(organizer, "Name").fill("Dinner")
    field(organizer, "Price").fill("50.00")
    field(organizer, "Tax rate in %").fill("19")
    organizer.page.get_by_role("checkbox", name="Regular").check()
    save(organizer)


def lower_prices(organizer: Walk) -> None:
    add(organizer, "Vouchers")
    organizer.follow("Add voucher", within=organizer.page.get_by_role("main"), exact=False)
    field(organizer, "Code").fill("MOORING")
    field(organizer, "Effect").select_option(label="Percentage off")
    field(organizer, "Value").fill("10")
    organizer.page.get_by_role("checkbox", name="Dinner").check()
    save(organizer)

    add(organizer, "Discounts")
    organizer.follow("Early bird", within=organizer.page.get_by_role("main"))
    field(organizer, "Name").fill("Early bird")
    field(organizer, "Effect").select_option(label="Amount off each unit")
    field(organizer, "Value").fill("40")
    organizer.page.get_by_role("checkbox", name="Regular").check()
    field(organizer, "Until").fill("2027-03-01 00:00")
    field(organizer, "Most units in all").fill("20")
    save(organizer)


def offer_transfer(organizer: Walk) -> None:
    organizer.open("/admin/")
    organizer.follow("Conference settings")
    organizer.follow("Sales", within=organizer.page.get_by_role("main"))
    organizer.page.get_by_role("checkbox", name="Bank transfer is offered").check()
    field(organizer, "Bank account").fill("DE02 1203 0000 0000 2020 51")
    organizer.press("Save")
    organizer.sees("Saved.")


def buy_by_transfer(visitor: Shopper) -> Order:
    visitor.open("/tickets/")
    visitor.sees("Lunch on both days")
    visitor.sees("Early bird")
    visitor.sees("€160.00")
    visitor.sees("Student")
    visitor.page.get_by_label("Code").fill("mooring")
    visitor.press("Use the code")
    visitor.sees("Voucher MOORING is in your basket")  # for one unit: the price of each stays as it is
    visitor.choose_numbers(Regular=1, Dinner=1)
    visitor.sees("€205.00")
    visitor.give_address("ada@example.org")
    visitor.page.get_by_role("radio", name="Bank transfer within 10 days").check()
    visitor.order("Ada Lovelace")
    visitor.heading("By bank transfer")
    visitor.sees("DE02 1203 0000 0000 2020 51")
    visitor.sees("Harbour Association")
    order = Order.objects.get()
    visitor.sees(order.reference)
    return order


def record_payment(clerk: Walk, order: Order) -> None:
    clerk.open("/admin/registration/orders/")
    clerk.follow(order.reference)
    clerk.follow("Record a payment")
    field(clerk, "The bank’s reference").fill("0815-1")
    clerk.press("Continue")
    clerk.sees("The order becomes paid: 1 ticket is made, and the confirmation goes to ada@example.org.")
    clerk.press("Record €205.00")
    clerk.sees("€205.00 is recorded.")


def refund_the_dinner(clerk: Walk) -> None:
    clerk.follow("Give money back")
    field(clerk, "Units of “Dinner” that go back").fill("1")
    clerk.press("Continue")
    clerk.sees("€45.00 counts as given back by hand: send it yourself, from your bank or till.")
    clerk.press("Give €45.00 back")
    clerk.sees("€45.00 goes back.")


def test_a_conference_begins_to_sell_without_a_shell(sales, staff_at, shopper, tell):
    organizer = staff_at(sales, "organizers")
    sell_tickets(organizer)
    lower_prices(organizer)
    offer_transfer(organizer)
    tell(f"From nothing on sale to a shop: {organizer.pages} pages, {organizer.clicks} clicks")

    visitor = shopper("visitor", checks=True)
    order = buy_by_transfer(visitor)
    assert (order.status, order.pay_by) == (Order.Status.PENDING, Order.PayBy.TRANSFER)
    assert not Attendee.objects.exists()

    clerk = staff_at(sales, "finance")
    record_payment(clerk, order)
    visitor.open(f"/tickets/orders/{order.reference}/")
    visitor.sees("Paid")
    visitor.follow(re.compile("^Open"), within=visitor.page.get_by_role("main"))
    visitor.sees("Dinner")

    refund_the_dinner(clerk)
    visitor.open(f"/tickets/orders/{order.reference}/")
    visitor.sees("€45.00 went back to you.")
    attendee = Attendee.objects.get()
    assert attendee.revoked_at is None
    assert not attendee.addons.filter(revoked_at__isnull=True).exists()
    assert Voucher.objects.get().times_used == 1
