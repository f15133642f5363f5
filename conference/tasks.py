"""Background jobs: thin, each calls a service."""

from django_tasks import task


@task()
def deliver_mail(mail_id: int) -> bool:
    """Send one mail of the outbox; return whether it went."""
    from conference.services import mail  # noqa: PLC0415 - that service enqueues this task

    return mail.deliver(mail_id)
