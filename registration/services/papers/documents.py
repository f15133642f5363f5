"""Invoices and their kin as PDFs: drawn once after they were written, kept in private storage, drawn again when missing."""

import logging
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from registration.models import Invoice, Order
from registration.services.invoicing import bills
from registration.services.papers.pdf import PdfUnavailableError, render
from registration.services.rounds import Round

logger = logging.getLogger(__name__)
AT_ONCE = 100


def invoice_pdf(invoice: Invoice) -> bytes:
    """Return the PDF of an invoice, credit note or cancellation as it is kept; drawn and kept now if it was not yet.

    `PdfUnavailableError` where this machine cannot draw. Call it outside transactions.
    """
    if invoice.file and _storage().exists(invoice.file):
        with _storage().open(invoice.file) as kept:
            return kept.read()
    content = _draw(invoice)
    # The random part keeps the name from being guessed; two who draw at once leave one file unused.
    name = f"invoices/{invoice.order.conference.slug}/{invoice.pk}-{secrets.token_urlsafe(12)}.pdf"
    invoice.file = _storage().save(name, ContentFile(content))
    Invoice.objects.filter(pk=invoice.pk).update(file=invoice.file)
    return content


def pro_forma_pdf(order: Order) -> bytes:
    """Return the pro forma of an order that is to be paid by bank transfer, drawn anew each time."""
    bill = bills.pro_forma(order)
    context = {"bill": bill, "title": bill.title, "is_test": order.is_test}
    return render("documents/bill.html", context, conference=order.conference)


def pro_forma_name(order: Order) -> str:
    """Return the name under which an order's pro forma is handed out."""
    return f"Pro-forma-{order.reference}.pdf"


def file_name(invoice: Invoice) -> str:
    """Return the name under which a document is handed out."""
    kind = {"invoice": "Invoice", "credit_note": "Credit-note", "cancellation": "Cancellation"}[invoice.kind]
    return f"{kind}-{invoice.full_number}.pdf".replace("/", "-")


def draw_due() -> str:
    """Draw the documents that are not drawn yet; return one line, or ""."""
    waiting = Invoice.objects.filter(file="").select_related("series", "corrects__series", "order__conference__brand")
    a_round, can_draw = Round(), True

    def draw(invoice: Invoice) -> bool:
        nonlocal can_draw
        try:
            return can_draw and bool(invoice_pdf(invoice))
        except PdfUnavailableError as error:
            logger.warning("documents cannot be drawn on this machine: %s", error)
            can_draw = False
            return False

    drawn = a_round.each(waiting.order_by("pk")[:AT_ONCE], draw)
    return a_round.line(f"{drawn} invoices drawn" if drawn else "")


def _draw(invoice: Invoice) -> bytes:
    bill = bills.of_invoice(invoice)
    context = {"bill": bill, "title": bill.title, "is_test": invoice.series.is_test}
    return render("documents/bill.html", context, conference=invoice.order.conference)


def _storage() -> Storage:
    return storages["private"]
