"""What goes with the shop's mails: drawn when the mail is sent, so that it says what is true then."""

import logging
from collections.abc import Callable

from registration.models import Order
from registration.models.orders import EVER_PAID
from registration.services.invoices import issue_invoice
from registration.services.papers import calendar_file, documents, ticket_files
from registration.services.papers.pdf import PdfUnavailableError

logger = logging.getLogger(__name__)
PDF = "application/pdf"
CALENDAR = "text/calendar"  # a mail says the charset itself
File = tuple[str, str, bytes]


def of_order(reference: str) -> list[File]:
    """Return a paid order's tickets, the conference's days for a calendar, and the invoice; nothing for another order.

    A ticket that somebody else has claimed is not among them: only they have its code.
    On a machine that cannot draw, the mail goes without the PDFs: the tickets are on the order's page all the same.
    """
    order = _known(reference)
    if order is None or order.status not in EVER_PAID:
        return []
    files = _calendar(order)
    return _drawn(lambda: [*_tickets(order), *files, *_invoice(order)], reference) or files


def bill_of(reference: str) -> list[File]:
    """Return a paid order's invoice alone, for whom its tickets do not concern; nothing for another order."""
    order = _known(reference)
    return _drawn(lambda: _invoice(order), reference) if order is not None and order.status in EVER_PAID else []


def pro_forma_of(reference: str) -> list[File]:
    """Return the paper by which a waiting order is paid by transfer; nothing for another order."""
    order = _known(reference)
    if order is None or not order.has_pro_forma:
        return []
    return _drawn(lambda: [(documents.pro_forma_name(order), PDF, documents.pro_forma_pdf(order))], reference)


def _known(reference: str) -> Order | None:
    return Order.objects.filter(reference=reference).select_related("conference__facts", "conference__brand").first()


def _drawn(draw: Callable[[], list[File]], reference: str) -> list[File]:
    """Return the papers; none on a machine that cannot draw."""
    try:
        return draw()
    except PdfUnavailableError as error:
        logger.error("a mail of order %s goes without its PDFs: %s", reference, error)
        return []


def _tickets(order: Order) -> list[File]:
    tickets = list(ticket_files.buyers(order))
    if not tickets:
        return []
    name = ticket_files.file_name(order.conference, *(ticket.access_code for ticket in tickets))
    return [(name, PDF, ticket_files.tickets_pdf(tickets))]


def _calendar(order: Order) -> list[File]:
    if not order.attendees.filter(revoked_at__isnull=True).exists():
        return []
    content = calendar_file.conference_days(order.conference)
    return [(calendar_file.file_name(order.conference), CALENDAR, content)]


def _invoice(order: Order) -> list[File]:
    invoice = issue_invoice(order)
    return [(documents.file_name(invoice), PDF, documents.invoice_pdf(invoice))] if invoice else []
