"""Who may have which paper."""

from django.core.files.base import ContentFile

from conference import scope
from conference.models import User
from registration.models import Invoice
from registration.services.papers import documents

VIEW_INVOICE = "registration.view_invoice"


def find_invoice(user: User, key: str) -> ContentFile | None:
    """Return an invoice, credit note or cancellation for its buyer, or for staff who may see invoices there.

    The key is `<reference of the order>/<number>`.
    """
    reference, _slash, number = key.rpartition("/")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    known = Invoice.objects.select_related("series", "corrects__series", "order__conference__brand")
    invoice = known.filter(order__reference=reference, number=int(number)).first()
    if invoice is None:
        return None
    order = invoice.order
    if order.user_id != user.pk and not scope.may(user, VIEW_INVOICE, order.conference):
        return None
    return ContentFile(documents.invoice_pdf(invoice), name=documents.file_name(invoice))
