"""Tickets, invoices and pro formas on paper: they say the right things, and nothing typed by people does harm."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from icalendar import Calendar

from conference.extension import UnavailableError
from registration.models import Attendee, AttendeeAddOn, Invoice, Order
from registration.services import invoices
from registration.services.papers import attachments, calendar_file, documents, pdf, ticket_files
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import (
    AddOnFactory,
    AttendeeFactory,
    RefundFactory,
    TicketTypeFactory,
    order_of,
    paid_order_of,
)
from tests.papers import codes_of, pages_of

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<script>alert(1)</script><img src="file:///etc/passwd"><style>*{display:none}</style>',
    "{{ conference.stripe_secret_key }} {% debug %}",
    "\u202eنام \u200fفارسی 名前 이름 Ω 👩‍🚀 é",
    "W" * 200,
    "BEGIN:VEVENT\r\nSUMMARY:evil\r\nEND:VEVENT",
)


@pytest.fixture
def conference():
    """Return a conference with a seller and a contact for the code of conduct."""
    conference = ConferenceFactory(
        slug="harbour",
        name="Harbour Days",
        currency="EUR",
        seller_name="Harbour Days e. V.",
        seller_address="Quay 1\nHamburg",
        seller_tax_id="DE99",
        seller_bank_account="DE02 1203 0000",
        payment_note="One transfer an order.",
        address="Quay 1, Hamburg",
    )
    conference.facts.conduct_contact = "conduct@example.org"
    conference.facts.save()
    return conference


@pytest.fixture
def order(conference):
    """Return a paid order of two tickets, one with a dinner."""
    order = paid_order_of(
        (TicketTypeFactory(conference=conference, name="Regular"), 2),
        AddOnFactory(conference=conference, name="Harbour dinner"),
    )
    line = order.line_items.get(addon__isnull=False)
    AttendeeAddOn.objects.create(attendee=order.attendees.first(), line=line)
    return order


def tickets_of(order) -> bytes:
    return ticket_files.tickets_pdf(ticket_files.printable().filter(order=order))


# --- tickets


def test_a_ticket_is_a_page_with_its_own_code(order):
    first, second = order.attendees.all()
    paper = tickets_of(order)
    pages = pages_of(paper)
    assert len(pages) == 2
    for words in (
        "Harbour Days",
        "June 10",
        "Quay 1, Hamburg",
        first.name,
        "Regular",
        "Harbour dinner",
        first.access_code,
    ):
        assert words in pages[0]
    assert "conduct@example.org" in pages[0]
    assert "Harbour dinner" not in pages[1]
    assert codes_of(paper) == [f"harbour:{first.access_code}", f"harbour:{second.access_code}"]


def test_the_paper_of_a_guest_names_no_order(conference):
    guest = AttendeeFactory(conference=conference, name="Grace Guest")
    (page,) = pages_of(ticket_files.tickets_pdf(ticket_files.printable().filter(pk=guest.pk)))
    assert "Grace Guest" in page
    assert "Show this code" in " ".join(page.split())
    assert "Order" not in page
    (bought,) = pages_of(tickets_of(paid_order_of(TicketTypeFactory(conference=conference))))
    assert "Order" in bought


def test_an_ended_ticket_has_no_page(order):
    order.attendees.filter(unit=2).update(revoked_at=timezone.now())
    assert len(pages_of(tickets_of(order))) == 1


def test_names_are_printed_as_they_are_and_leave_the_codes_readable(conference):
    order = paid_order_of((TicketTypeFactory(conference=conference), len(HOSTILE)))
    tickets = list(order.attendees.all())
    for ticket, name in zip(tickets, HOSTILE, strict=True):
        ticket.name = name
        ticket.save()
    paper = tickets_of(order)
    assert codes_of(paper) == [f"harbour:{ticket.access_code}" for ticket in tickets]
    pages = [page.replace(" ", "") for page in pages_of(paper)]
    assert "<script>alert(1)</script>" in pages[0]
    assert "{{conference.stripe_secret_key}}" in pages[1]
    assert "名前" in pages[2] or "前名" in pages[2]
    assert "WWWWWWWW" in pages[3]
    assert not any("root:" in page for page in pages)


def test_a_document_reads_nothing_but_our_own_files(conference):
    fetcher = pdf._fetcher({"own": pdf.OwnFile(b"x", "text/plain")})
    assert fetcher("own:own").read() == b"x"
    assert fetcher("own:hanken-grotesk-latin.woff2").read(4) == b"wOF2"
    for address in (
        *("file:///etc/passwd", "http://example.org/", "https://example.org/", "data:text/plain,x", "own:nothing"),
        *("own:../../settings.py", "own:../fonts/hanken-grotesk-latin.woff2", "ftp://example.org/x"),
    ):
        with pytest.raises(ValueError, match="file"):
            fetcher(address)


def test_paper_is_what_people_use_there(conference):
    assert pdf.paper_of(conference) == "A4"
    conference.timezone = "America/Chicago"
    assert pdf.paper_of(conference) == "Letter"


# --- invoices


def test_an_invoice_says_what_was_taken_down(order):
    order.billing_company, order.billing_tax_id, order.buyer_reference = "Ada & Co <b>", "GB42", "PO 7"
    order.save()
    line = order.line_items.first()
    line.tax_rate, line.tax_amount = Decimal(19), Decimal("31.93")
    line.save()
    invoice = invoices.issue_invoice(order)
    (page,) = pages_of(documents.invoice_pdf(invoice))
    for words in (
        *("Harbour Days e. V.", "DE99", "Ada & Co <b>", "GB42", "PO 7", "Invoice HDEV-00001", order.reference),
        *("Regular", "€100.00", "€200.00", "19 % tax on €168.07", "€31.93", "€225.00", "Bank transfer or cash"),
    ):
        assert words in page


def test_an_invoice_is_drawn_once_and_kept(order, monkeypatch):
    invoice = invoices.issue_invoice(order)
    first = documents.invoice_pdf(invoice)
    invoice.refresh_from_db()
    assert invoice.file.startswith("invoices/harbour/")
    monkeypatch.setattr(documents, "render", lambda *_args, **_more: pytest.fail("drawn twice"))
    assert documents.invoice_pdf(invoice) == first


def test_an_invoice_whose_file_is_lost_is_drawn_again(order):
    invoice = invoices.issue_invoice(order)
    documents.invoice_pdf(invoice)
    lost = invoice.file
    storages["private"].delete(lost)
    assert "HDEV-00001" in pages_of(documents.invoice_pdf(invoice))[0]
    assert invoice.file != lost


def test_the_job_draws_what_is_missing(order):
    invoices.issue_invoice(order)
    assert documents.draw_due() == "1 invoices drawn"
    assert documents.draw_due() == ""
    assert Invoice.objects.filter(file="").count() == 0


def test_a_credit_note_names_the_invoice_it_corrects(order):
    note = invoices.issue_credit_note(RefundFactory(payment=order.payments.get()))
    (page,) = pages_of(documents.invoice_pdf(note))
    for words in ("Credit note HDEV-00002", "Corrects HDEV-00001", "-€10.00"):
        assert words in page


def test_a_test_orders_papers_are_marked(order):
    Order.objects.filter(pk=order.pk).update(is_test=True, reference="ORD-1")
    order.refresh_from_db()
    assert "TEST" in pages_of(tickets_of(order))[0]
    page = pages_of(documents.invoice_pdf(invoices.issue_invoice(order)))[0]
    assert "Invoice TEST-HDEV-00001" in page
    assert page.count("TEST") == 2


def test_amounts_without_cents_are_written_so(conference):
    conference.currency = "JPY"
    conference.save()
    order = paid_order_of(TicketTypeFactory(conference=conference, price=12000))
    assert "¥12,000" in pages_of(documents.invoice_pdf(invoices.issue_invoice(order)))[0]


def test_what_a_buyer_typed_is_printed_as_it_is(order):
    order.billing_name, order.billing_company, order.billing_address = HOSTILE[3], HOSTILE[0], HOSTILE[4]
    order.billing_tax_id, order.buyer_reference = HOSTILE[2], HOSTILE[1]
    order.save()
    (page,) = pages_of(documents.invoice_pdf(invoices.issue_invoice(order)))
    assert "<script>alert(1)</script>" in page
    assert "{{ conference.stripe_secret_key }}" in page
    assert "SUMMARY:evil" in page
    assert "€225.00" in page
    assert "root:" not in page


def test_a_pro_forma_says_where_to_pay_and_has_no_number(conference):
    due = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
    order = order_of(TicketTypeFactory(conference=conference), pay_by=Order.PayBy.TRANSFER, hold_expires_at=due)
    (page,) = pages_of(documents.pro_forma_pdf(order))
    for words in (
        *(f"Pro forma for order {order.reference}", "Transfer €100.00", "Monday, March 1, 2027", "DE02 1203 0000"),
        *("This is no invoice", "One transfer an order."),
    ):
        assert words in page
    assert "HDEV" not in page
    assert not Invoice.objects.exists()


# --- calendar


def test_the_calendar_has_the_days_of_the_conference(conference):
    (event,) = Calendar.from_ical(calendar_file.conference_days(conference)).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (dt.date(2027, 6, 10), dt.date(2027, 6, 13))
    assert event["summary"] == "Harbour Days"
    assert event["location"] == "Town Hall, Quay 1, Hamburg"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_event(conference, name):
    conference.name = f"{name}\x07"
    events = Calendar.from_ical(calendar_file.conference_days(conference)).walk("VEVENT")
    assert len(events) == 1


# --- what goes with the confirmation


def test_a_paid_orders_mail_carries_tickets_calendar_and_invoice(order):
    files = attachments.of_order(order.reference)
    assert [(name, kind) for name, kind, _content in files] == [
        ("Tickets-harbour-" + order.attendees.first().access_code + ".pdf", "application/pdf"),
        ("harbour.ics", "text/calendar"),
        ("Invoice-HDEV-00001.pdf", "application/pdf"),
    ]
    assert len(codes_of(files[0][2])) == 2


def test_the_buyers_mail_leaves_out_a_ticket_that_somebody_else_has_claimed(order):
    others, own = order.attendees.all()
    for ticket, user in ((others, UserFactory()), (own, order.user)):
        ticket.user = user
        ticket.save()
    (_name, _kind, paper), *_rest = attachments.of_order(order.reference)
    assert codes_of(paper) == [f"harbour:{own.access_code}"]
    Attendee.objects.filter(pk=own.pk).update(user=UserFactory())
    assert [kind for _name, kind, _content in attachments.of_order(order.reference)] == [
        "text/calendar",
        "application/pdf",  # the invoice
    ]


def test_an_order_that_is_not_paid_carries_nothing(conference):
    assert attachments.of_order(order_of(TicketTypeFactory(conference=conference)).reference) == []
    assert attachments.of_order("ORD-NOTHING") == []


def test_a_machine_that_cannot_draw_sends_the_rest(order, monkeypatch):
    def cannot():
        raise pdf.PdfUnavailableError("no Pango")

    monkeypatch.setattr(pdf, "_weasyprint", cannot)
    assert [name for name, _kind, _content in attachments.of_order(order.reference)] == ["harbour.ics"]
    with pytest.raises(UnavailableError):
        tickets_of(order)
    assert documents.draw_due() == ""
