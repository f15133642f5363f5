"""A company buys five tickets, none of them for the buyer; holders take theirs, one passes it on, one is given back."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from registration.models import Attendee, Order
from tests.e2e.shopping import Shopper
from tests.e2e.walking import PATIENCE_MS, Walk
from tests.factories.registration import AddOnFactory, TicketTypeFactory
from tests.papers import codes_of, words_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("walk-shop")]

PEOPLE = {
    "Ann Adler": "ann@firm.example",
    "Ben Brand": "ben@firm.example",
    "Cem Can": "cem@firm.example",
    "Dana Diehl": "dana@firm.example",
    "Eve Ebert": "eve@firm.example",
}
DINERS = ("Ticket 2: Regular, Ben Brand", "Ticket 4: Regular, Dana Diehl", "Ticket 5: Regular, Eve Ebert")


@pytest.fixture
def products(sales):
    common = {"conference": sales, "tax_rate": "19.00"}
    TicketTypeFactory(name="Regular", price="200.00", limit_per_user=10, **common)
    AddOnFactory(name="Dinner", price="50.00", **common)
    return sales


def write_invoice_details(buyer: Shopper) -> None:
    buyer.click(buyer.page.get_by_text("I need a company invoice"))
    buyer.page.get_by_label("Company").fill("Adler & Brand GmbH")
    buyer.page.get_by_label(re.compile("^Address")).fill("Am Markt 7\n28195 Bremen")
    buyer.page.get_by_label("Country").select_option(label="Germany")
    buyer.page.get_by_label("Tax number").fill("DE987654321")
    buyer.page.get_by_label("Your own reference").fill("PO-4711")


def name_holders(buyer: Shopper) -> None:
    buyer.ticket(1).get_by_label("for someone I name later").check()
    buyer.click(buyer.page.get_by_text("Paste a list of people"))
    pasted = "\n".join(f"{name} <{email}>" for name, email in PEOPLE.items())
    buyer.page.get_by_label("A name and an e-mail address in each line").fill(pasted)
    buyer.press("Fill in the names")
    buyer.sees(re.compile("Tickets 1.*5 have names now"))
    for number, (name, email) in enumerate(PEOPLE.items(), start=1):
        expect(buyer.ticket(number).get_by_label("Name on the ticket")).to_have_value(name)
        expect(buyer.ticket(number).get_by_label("Their e-mail address")).to_have_value(email)


def buy(buyer: Shopper) -> Order:
    buyer.open("/tickets/")
    buyer.choose_numbers(Regular=5, Dinner=3)
    buyer.press("Go on to your details")
    write_invoice_details(buyer)
    name_holders(buyer)
    expect(buyer.page.get_by_label("Tax number")).to_have_value("DE987654321")
    for number, ticket in enumerate(DINERS, start=1):
        buyer.page.get_by_label(f"Dinner {number} goes with").select_option(label=ticket)
    buyer.order("Bea Buyer")
    buyer.heading("Pay €1,150.00")
    buyer.pay()
    order = Order.objects.get(reference=buyer.is_paid())
    buyer.sees("Adler & Brand GmbH")
    buyer.sees("Your reference PO-4711")
    return order


def claim(holder: Shopper, *, to: str, email: str) -> Attendee:
    """Follow the link of the mail, say who one is, and take the ticket."""
    holder.open_mail(re.compile("ticket"), to=to)
    holder.arrive(holder.page.locator("pre a[href*='/account/claim/']"))
    holder.heading("A ticket for Harbour Conf 2027")
    holder.page.get_by_label("e-mail address").fill(email)
    holder.press("E-mail me a code")
    holder.enter_code()
    holder.page.get_by_role("checkbox", name=re.compile("code of conduct")).check()
    holder.press("Make the ticket mine")
    holder.sees("The ticket is yours.")
    return Attendee.objects.get(user__email=email, revoked_at__isnull=True)


def paper_of(holder: Shopper) -> bytes:
    return holder.download(holder.page.get_by_role("link", name="Download the ticket (PDF)"))


def pass_on(holder: Shopper, name: str, email: str) -> None:
    holder.follow("Pass this ticket on")
    holder.sees(re.compile("With it go: Dinner"))
    holder.page.get_by_label("Name", exact=True).fill(name)
    holder.page.get_by_label("E-mail address").fill(email)
    holder.page.get_by_role("checkbox").check()
    holder.press("Pass the ticket on")


def refund_a_ticket(clerk: Walk, order: Order) -> None:
    clerk.open("/admin/registration/orders/")
    clerk.sees("Adler & Brand GmbH")
    clerk.follow(order.reference)
    clerk.follow("Give money back")
    clerk.page.get_by_label("Regular, Dana Diehl, with Dinner").check()
    clerk.press("Continue")
    clerk.sees("€250.00 goes back through Stripe to where it was paid from.")
    clerk.sees("This ends, and can be sold again: 1 × Regular, 1 × Dinner.")
    clerk.press("Give €250.00 back")
    clerk.sees("€250.00 goes back.")
    clerk.sees("Partly refunded")


def test_a_company_buys_for_five_people(products, customer, shopper, staff_at, stripe_sandbox):
    buyer = customer("bea", checks=True)
    order = buy(buyer)
    assert [line.quantity for line in order.line_items.order_by("-unit_price")] == [5, 3]
    assert not Attendee.objects.filter(user__email="bea@example.org").exists()
    before = Attendee.objects.get(email="ben@firm.example").access_code

    ann, ben = shopper("ann"), shopper("ben", width=390, checks=True)
    claim(ann, to="ann@firm.example", email="ann@firm.example")
    assert "Dinner" not in words_of(paper_of(ann))
    theirs = claim(ben, to="ben@firm.example", email="ben.at.home@example.org")
    assert theirs.access_code != before  # the one that the buyer has lets nobody in
    paper = paper_of(ben)
    assert "Ben Brand" in words_of(paper)
    assert "Dinner" in words_of(paper)
    pass_on(ben, "Nia Neu", "nia@firm.example")
    ben.open(f"/account/tickets/{theirs.access_code}/", status=404)

    nia = shopper("nia")
    new = claim(nia, to="nia@firm.example", email="nia@firm.example")
    assert new.access_code not in (before, theirs.access_code)
    paper = paper_of(nia)
    assert codes_of(paper) == [f"{products.slug}:{new.access_code}"]
    assert {"Nia", "Neu", "Dinner"} <= set(words_of(paper).split())

    clerk = staff_at(products, "finance")
    refund_a_ticket(clerk, order)
    assert [refund["amount"] for refund in stripe_sandbox.refunds()] == [25000]
    see_lists(clerk, order)
    see_attendees(staff_at(products, "registration"))
    call_command("run_jobs")  # what every minute does: it writes the credit note
    see_papers(buyer, order)


def see_lists(clerk: Walk, order: Order) -> None:
    """Orders, payments and refunds in the ledgers, and the tickets on the order's page."""
    clerk.open("/admin/registration/orders/")
    row = clerk.page.get_by_role("row").filter(has_text=order.reference)
    expect(row).to_contain_text("€1,150.00")
    expect(row).to_contain_text("Partly refunded")
    clerk.open("/admin/registration/payments/")
    expect(clerk.page.get_by_role("row").filter(has_text=order.reference)).to_contain_text("€1,150.00")
    clerk.open("/admin/registration/refunds/")
    expect(clerk.page.get_by_role("row").filter(has_text=order.reference)).to_contain_text("€250.00")


def see_attendees(manager: Walk) -> None:
    """Who comes, and whose ticket ended."""
    manager.open("/admin/registration/attendees/")
    rows = manager.page.get_by_role("row")
    expect(rows.filter(has_text="Ann Adler")).to_contain_text("Complete")
    expect(rows.filter(has_text="Nia Neu")).to_contain_text("nia@firm.example")
    expect(rows.filter(has_text="Cem Can")).to_contain_text("Not claimed")
    expect(rows.filter(has_text="Dana Diehl")).to_contain_text("Ended")
    expect(rows.filter(has_text="Ben Brand")).to_have_count(0)


def see_papers(buyer: Shopper, order: Order) -> None:
    """The order's page, its tickets, its invoice and its credit note, as the buyer finds them."""
    buyer.open(f"/tickets/orders/{order.reference}/")
    buyer.sees("€250.00 went back to you.")
    tickets = buyer.page.get_by_role("main").locator(".order-tickets")
    expect(tickets.get_by_role("listitem")).to_have_count(5, timeout=PATIENCE_MS)
    expect(tickets).to_contain_text("Nia Neu")
    expect(tickets).not_to_contain_text("Ben Brand")
    expect(tickets.get_by_role("listitem").filter(has_text="Dana Diehl")).to_contain_text("Not valid any more")

    invoice = words_of(buyer.download(buyer.page.get_by_role("link", name=re.compile("^Invoice "))))
    for words in ("Adler & Brand GmbH", "DE987654321", "PO-4711", "Am Markt 7", "€1,150.00", "DE123456789"):
        assert words in invoice
    note = words_of(buyer.download(buyer.page.get_by_role("link", name=re.compile("^Credit note "))))
    for words in ("Adler & Brand GmbH", "PO-4711", "250.00", "Regular", "Dinner"):
        assert words in note
    assert "1,150.00" not in note
