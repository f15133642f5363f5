"""What belongs to tickets and invoices after the sale, in the conference's registries."""

from django.utils.translation import gettext_lazy

from conference import extension
from conference.signals import order_paid
from registration.services import invoices, privacy
from registration.services.attendees import completion
from registration.services.invoicing.after_payment import write_its_invoice
from registration.services.mails import reminders as ticket_reminders
from registration.services.papers import attachments, documents, handing_out

DAY = 24 * 60


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
    extension.private_files.register("invoice", extension.PrivateFile(find=handing_out.find_invoice))
    extension.personal_data.register(
        "registration",
        extension.PersonalData(
            label=gettext_lazy("Orders, tickets and answers"), export=privacy.export, purge=privacy.purge
        ),
    )
    order_paid.connect(write_its_invoice, dispatch_uid="write-the-invoice-of-a-paid-order")
