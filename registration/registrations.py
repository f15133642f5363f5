"""What the shop puts into the conference's registries."""

from conference import extension
from registration import ticket_registrations
from registration.roles import register_roles
from registration.services import expire, reconcile
from registration.services.mails import transfers as transfer_mails
from registration.services.refunds import sending as refund_send
from registration.services.setting_up import bootstrap, clone, sales_locks
from registration.services.stripe import events as stripe_events


def register() -> None:
    """Fill the registries; called once when the app is ready."""
    register_roles()
    extension.conference_checks.register("currency", sales_locks.check_currency)
    bootstrap.register()
    clone.register()
    _register_jobs()
    ticket_registrations.register()


def _register_jobs() -> None:
    for name, run, every_minutes in (
        ("expire_orders", expire.expire_due, 1),
        ("remind_transfers", transfer_mails.remind_transfers, 60),
        ("retry_stripe_events", stripe_events.retry_due, 1),
        ("empty_old_stripe_events", stripe_events.empty_old_payloads, 24 * 60),
        ("send_refunds", refund_send.send_waiting, 5),
        ("reconcile_payments", reconcile.reconcile_recent, 15),
        ("reconcile_payments_deeply", reconcile.reconcile_month, 24 * 60),
    ):
        extension.jobs.register(name, extension.Job(run=run, every_minutes=every_minutes))
