"""What belongs to tickets and invoices after the sale, in the conference's registries."""

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy

from conference import extension, scope
from conference.models import User
from conference.signals import order_paid
from registration.models import Invoice, Order
from registration.services import invoices, privacy
from registration.services.attendees import completion
from registration.services.mails import reminders as ticket_reminders
from registration.services.papers import attachments, documents
from registration.tasks import write_invoice

DAY = 24 * 60
VIEW_INVOICE = "registration.view_invoice"


def register() -> None:
    """Fill the registries and listen for paid orders; called once when the app is ready."""
    for name, run, every_minutes in (
        ("issue_invoices", invoices.issue_due, 1),
        ("draw_invoices", documents.draw_due, 1),
        ("recount_answers", completion.recount_due, 60),
        ("remind_holders", ticket_reminders.remind_holders, 60),
        ("purge_health_data", privacy.purge_health_data, DAY),
    ):
        extension.jobs.register(name, extension.Job(run=run, every_minutes=every_minutes))
    for name, draw in (
        ("order", attachments.of_order),
        ("bill", attachments.bill_of),
        ("pro_forma", attachments.pro_forma_of),
    ):
        extension.attachment_makers.register(f"registration.{name}", draw)
    extension.private_files.register("invoice", extension.PrivateFile(find=find_invoice))
    extension.personal_data.register(
        "registration",
        extension.PersonalData(
            label=gettext_lazy("Orders, tickets and answers"), export=privacy.export, purge=privacy.purge
        ),
    )
    order_paid.connect(write_its_invoice, dispatch_uid="write-the-invoice-of-a-paid-order")


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


def write_its_invoice(order: Order, **_kwargs: object) -> None:
    """Have the invoice of an order written that has just been paid."""
    write_invoice.enqueue(order.pk)
