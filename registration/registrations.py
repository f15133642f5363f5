"""What the shop puts into the conference's registries, and what it does when an order is paid."""

from django.utils.translation import gettext_lazy

from conference import extension
from conference.signals import order_paid
from registration.models import Order
from registration.roles import register_roles
from registration.services import expire, invoices, privacy, reconcile
from registration.services.attendees import completion
from registration.services.mails import reminders, transfers
from registration.services.papers import attachments, documents, handing_out
from registration.services.refunds import sending
from registration.services.setting_up import bootstrap, clone, sales_locks
from registration.services.stripe import events
from registration.tasks import write_invoice

HOUR, DAY = 60, 24 * 60  # in minutes
JOBS = (
    ("expire_orders", expire.expire_due, 1),
    ("remind_transfers", transfers.remind_transfers, HOUR),
    ("retry_stripe_events", events.retry_due, 1),
    ("empty_old_stripe_events", events.empty_old_payloads, DAY),
    ("send_refunds", sending.send_waiting, 5),
    ("reconcile_payments", reconcile.reconcile_recent, 15),
    ("reconcile_payments_deeply", reconcile.reconcile_month, DAY),
    ("issue_invoices", invoices.issue_due, 1),
    ("draw_invoices", documents.draw_due, 1),
    ("recount_answers", completion.recount_due, HOUR),
    ("remind_holders", reminders.remind_holders, HOUR),
    ("purge_health_data", privacy.purge_health_data, DAY),
)
ATTACHMENTS = (
    ("order", attachments.of_order),
    ("bill", attachments.bill_of),
    ("pro_forma", attachments.pro_forma_of),
)


def register() -> None:
    """Fill the registries and listen for paid orders; called once when the app is ready."""
    register_roles()
    extension.conference_checks.register("currency", sales_locks.check_currency)
    bootstrap.register()
    clone.register()
    for name, run, every_minutes in JOBS:
        extension.jobs.register(name, extension.Job(run=run, every_minutes=every_minutes))
    for name, draw in ATTACHMENTS:
        extension.attachment_makers.register(f"registration.{name}", draw)
    extension.private_files.register("invoice", extension.PrivateFile(find=handing_out.find_invoice))
    extension.personal_data.register(
        "registration",
        extension.PersonalData(
            label=gettext_lazy("Orders, tickets and answers"), export=privacy.export, purge=privacy.purge
        ),
    )
    order_paid.connect(write_its_invoice, dispatch_uid="write-the-invoice-of-a-paid-order")


def write_its_invoice(order: Order, **_kwargs: object) -> None:
    """Have the invoice of an order written that has just been paid; hears the signal `order_paid`."""
    write_invoice.enqueue(order.pk)
