"""A person's orders and their papers: listed for who bought, handed out to nobody else."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from conference import extension
from portal import files
from registration.models import Order
from registration.services import invoices
from registration.services.papers import documents
from tests.factories.conference import ConferenceFactory, SuperuserFactory, UserFactory
from tests.factories.registration import RefundFactory, TicketTypeFactory, order_of, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(order):
    """Return the order's invoice."""
    order.conference.seller_name = "Harbour Days e. V."
    order.conference.save()
    return invoices.issue_invoice(order)


@pytest.fixture
def undrawn(monkeypatch):
    """Spare the drawing."""
    monkeypatch.setattr(documents, "render", lambda *_args, **_more: b"%PDF")


def listing(client) -> str:
    answer = client.get(reverse("portal_orders"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_ones_own_orders_with_their_papers(invoice, order, buyer, client_for):
    note = invoices.issue_credit_note(RefundFactory(payment=order.payments.get(), amount=Decimal("10.00")))
    html = listing(client_for(buyer))
    for words in (order.reference, "$325.00", "Paid", invoice.full_number, note.full_number, "Tickets (PDF)"):
        assert words in html
    assert order.reference not in listing(client_for(UserFactory()))


def test_orders_of_another_hosts_conference_are_not_listed(home, buyer, client_for):
    elsewhere = paid_order_of(TicketTypeFactory(conference=ConferenceFactory()), user=buyer)
    assert elsewhere.reference not in listing(client_for(buyer))


def test_an_invoice_is_handed_out_to_its_buyer_and_the_staff_who_see_invoices(
    invoice, buyer, client_for, staff_client, undrawn
):
    address = extension.url_for(invoice.order.conference, "invoice", reference=invoice.order.reference, number=1)
    for client in (
        client_for(buyer),
        staff_client("finance", invoice.order.conference),
        client_for(SuperuserFactory()),
    ):
        answer = client.get(address)
        assert answer.content == b"%PDF"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="Invoice-HDEV-00001.pdf"'
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "no-store" in answer.headers["Cache-Control"]


def test_an_invoice_is_nobody_elses(invoice, client, client_for, staff_client, undrawn):
    address = extension.url_for(invoice.order.conference, "invoice", reference=invoice.order.reference, number=1)
    assert client.get(address).status_code == 302
    others = (
        client_for(UserFactory()),
        staff_client("editors", invoice.order.conference),
        staff_client("finance", ConferenceFactory()),
    )
    for other in others:
        assert other.get(address).status_code == 404


@pytest.mark.parametrize(
    "key", ["1", "/1", "{reference}/2", "{reference}/x", "{reference}/-1", "{reference}/²", "{reference}/99999999999"]
)
def test_a_wrong_key_finds_nothing(key, invoice, buyer, client_for):
    key = key.format(reference=invoice.order.reference)
    assert client_for(buyer).get(f"/private/invoice/{key}/").status_code == 404


def test_an_unknown_kind_finds_nothing(buyer, client_for):
    assert client_for(buyer).get("/private/passport/1/").status_code == 404


def test_a_pro_forma_is_there_while_a_transfer_is_awaited(conference, home, buyer, client_for, undrawn):
    order = order_of(TicketTypeFactory(conference=conference), user=buyer, pay_by=Order.PayBy.TRANSFER)
    address = reverse("portal_pro_forma", args=[order.reference])
    assert address in listing(client_for(buyer))
    assert client_for(buyer).get(address).content == b"%PDF"
    assert client_for(UserFactory()).get(address).status_code == 404
    for change in (
        {"pay_by": Order.PayBy.CARD},
        {"hold_expires_at": timezone.now()},
        {"status": Order.Status.CANCELLED},
    ):
        before = Order.objects.filter(pk=order.pk).values(*change).get()
        Order.objects.filter(pk=order.pk).update(**change)
        assert client_for(buyer).get(address).status_code == 404, change
        assert address not in listing(client_for(buyer)), change
        Order.objects.filter(pk=order.pk).update(**before)


def test_nobody_keeps_the_machine_drawing(conference, home, buyer, client_for, undrawn, monkeypatch):
    monkeypatch.setattr(files, "PAPERS_AT_ONCE", 2)
    order = order_of(TicketTypeFactory(conference=conference), user=buyer, pay_by=Order.PayBy.TRANSFER)
    address, browser = reverse("portal_pro_forma", args=[order.reference]), client_for(buyer)
    assert [browser.get(address).status_code for _time in range(4)] == [200, 200, 429, 429]
    assert client_for(UserFactory()).get(address).status_code == 404
    other = order_of(TicketTypeFactory(conference=conference), user=UserFactory(), pay_by=Order.PayBy.TRANSFER)
    assert client_for(other.user).get(reverse("portal_pro_forma", args=[other.reference])).status_code == 200


def test_the_tickets_of_an_order_are_the_buyers(order, buyer, client_for, monkeypatch):
    monkeypatch.setattr("portal.orders.ticket_files.tickets_pdf", lambda tickets: b"%d tickets" % len(tickets))
    address = reverse("portal_order_tickets", args=[order.reference])
    assert client_for(buyer).get(address).content == b"3 tickets"
    assert client_for(UserFactory()).get(address).status_code == 404
    assert address in listing(client_for(buyer))


def test_tickets_that_others_have_claimed_are_not_handed_to_the_buyer(order, buyer, client_for, monkeypatch):
    drawn = []
    monkeypatch.setattr("portal.orders.ticket_files.tickets_pdf", lambda tickets: drawn.extend(tickets) or b"%PDF")
    address = reverse("portal_order_tickets", args=[order.reference])
    others, own, free = order.attendees.all()
    for ticket, user in ((others, UserFactory()), (own, buyer)):
        ticket.user = user
        ticket.save()
    assert client_for(buyer).get(address).status_code == 200
    assert drawn == [own, free]
    for ticket in (own, free):
        ticket.user = UserFactory()
        ticket.save()
    assert client_for(buyer).get(address).status_code == 404
    assert address not in listing(client_for(buyer))


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_costs_the_same_for_one_order_and_many(
    number, home, conference, buyer, client_for, django_assert_num_queries
):
    product = TicketTypeFactory(conference=conference)
    for _order in range(number):
        paid_order_of(product, user=buyer)
    client = client_for(buyer)
    listing(client)
    with django_assert_num_queries(LIST):
        listing(client)


LIST = 9
