"""Background jobs: thin, each calls a service."""

from django_tasks import task


@task()
def deliver_mail(mail_id: int) -> bool:
    """Send one mail of the outbox; return whether it went."""
    from conference.services import mail  # noqa: PLC0415 - that service enqueues this task

    return mail.deliver(mail_id)


@task()
def deliver_mails(mail_ids: list[int]) -> int:
    """Send mails of the outbox that were written together; return how many went."""
    from conference.services import mail  # noqa: PLC0415 - as above

    return sum(mail.deliver(mail_id) for mail_id in mail_ids)
