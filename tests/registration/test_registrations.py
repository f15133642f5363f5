"""A paid order's mail carries its papers, its invoice follows the payment, and the jobs are known."""

import pytest
from django.core import mail

from conference import extension
from conference.services import mail as outbox
from conference.signals import order_paid
from registration.models import Invoice, Order
from registration.services.mails.notices import tell_confirmation
from registration.services.papers import attachments
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Return a paid order of a conference whose seller is known."""
    return paid_order_of(TicketTypeFactory(conference=ConferenceFactory(seller_name="Harbour Days e. V.")))


def test_the_jobs_are_registered():
    known = {name for name, _job in extension.jobs.items()}
    assert {"issue_invoices", "draw_invoices", "remind_holders", "purge_health_data"} <= known


def test_the_invoice_is_written_when_the_order_is_paid(order):
    order_paid.send(sender=Order, order=order)
    assert Invoice.objects.get().order == order


def test_the_confirmation_carries_what_is_drawn_when_it_is_sent(order, monkeypatch):
    drawn = [
        ("Ticket.pdf", "application/pdf", b"%PDF"),
        ("days.ics", "text/calendar", b"BEGIN:VCALENDAR"),
    ]
    monkeypatch.setitem(
        extension.attachment_makers._entries, "registration.order", lambda key: drawn if key == order.reference else []
    )
    tell_confirmation(order)
    outbox.send_due()
    (message,) = mail.outbox
    assert [(name, kind) for name, _content, kind in message.attachments] == [
        ("Ticket.pdf", "application/pdf"),
        ("days.ics", "text/calendar"),
    ]
    parts = {part.get_filename(): part.get_content_type() for part in message.message().walk() if part.get_filename()}
    assert parts == {"Ticket.pdf": "application/pdf", "days.ics": "text/calendar"}


def test_a_mail_whose_papers_cannot_be_drawn_waits_and_is_tried_again(order, monkeypatch):
    monkeypatch.setitem(extension.attachment_makers._entries, "registration.order", lambda _key: 1 / 0)
    written = tell_confirmation(order)
    outbox.send_due()
    written.refresh_from_db()
    assert mail.outbox == []
    assert (written.state, written.attempts) == ("waiting", 1)
    assert "ZeroDivisionError" in written.error


def test_the_maker_of_an_orders_papers_is_registered():
    assert extension.attachment_makers.get("registration.order") is attachments.of_order
