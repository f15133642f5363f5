"""The one way a mail leaves the house: written with its cause, sent after the commit, tried again until it went.

A mail is a row of the outbox in the caller's transaction: it exists exactly when its cause does. The commit only wakes
a sender; `send_due`, run every minute, sends what was missed. Each try is claimed by one guarded UPDATE that also moves
the next try into the future, so two senders never take the same mail and no lock is held while the mail server answers.
A sender that dies between handing over and writing that down is repeated after `LEASE` under the same Message-ID, by
which mail systems know a repetition.
"""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from conference import extension, mail_frame, markdown, tasks
from conference.models import Conference, OutboxMail

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
# minutes until the next try, after the first, second … failure; after the last one the mail counts as failed
PAUSES = (1, 5, 15, 60, 4 * 60, 12 * 60)
# a code that comes after a quarter of an hour opens nothing any more
PAUSES_OF_CODES = (1, 5)
KEEP_BODIES = timedelta(days=180)
NOT_ONE_LINE = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True)
class Letter:
    """One of several mails that are written together; what its parts mean says `queue`."""

    kind: str
    to: str
    subject: str
    text: str
    key: str
    attachments: tuple[Mapping[str, str], ...] = ()


def queue(
    *,
    kind: str,
    to: str,
    subject: str,
    text: str,
    conference: Conference | None = None,
    key: str | None = None,
    attachments: Iterable[Mapping[str, str]] = (),
) -> OutboxMail:
    """Write a mail into the current transaction and return its row; it is sent once that has committed.

    `text` is Markdown (values put into it go through `conference.markdown.escape`). `key` names a mail that must not be
    sent twice: a second call returns the first one's row. `attachments` are `{"name", "content_type", "path"}` of files
    in private storage, or `{"maker", "key"}`: what that entry of `extension.attachment_makers` draws when the mail is
    sent. Raises `ValidationError` when `to` is no address.
    """
    values = _values(kind, to, subject, text, conference, attachments)
    if key is None:
        mail, created = OutboxMail.objects.create(**values), True
    else:
        mail, created = OutboxMail.objects.get_or_create(key=key, defaults=values)
    if created:
        # robust: a queue that is down must not turn the request into an error; `send_due` finds the mail
        transaction.on_commit(lambda: tasks.deliver_mail.enqueue(mail.pk), robust=True)
    return mail


def queue_all(letters: Sequence[Letter], *, conference: Conference) -> None:
    """Write several mails into the current transaction by one SQL statement, as `queue` does one.

    A mail whose key is there already stays as it was written first.
    """
    rows = [
        OutboxMail(
            key=letter.key,
            **_values(letter.kind, letter.to, letter.subject, letter.text, conference, letter.attachments),
        )
        for letter in letters
    ]
    # a conflict changes nothing, but tells which row it is
    OutboxMail.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["key"])
    transaction.on_commit(lambda: tasks.deliver_mails.enqueue([row.pk for row in rows]), robust=True)


def _values(
    kind: str,
    to: str,
    subject: str,
    text: str,
    conference: Conference | None,
    attachments: Iterable[Mapping[str, str]],
) -> dict[str, object]:
    to = to.strip()
    validate_email(to)
    subject = NOT_ONE_LINE.sub(" ", subject).strip()[:300]
    sender, reply_to = _sender_of(conference)
    return {
        "kind": kind,
        "to": to,
        "sender": sender,
        "reply_to": reply_to,
        "subject": subject,
        "text": markdown.to_text(text),
        "html": mail_frame.to_html(text, subject=subject, conference=conference),
        "conference": conference,
        "attachments": [dict(file) for file in attachments],
    }


def deliver(mail_id: int) -> bool:
    """Send one waiting mail whose time has come; return whether it went now.

    Someone else's, sent and failed mails are left alone. Call it outside transactions.
    """
    now = timezone.now()
    claimed = OutboxMail.objects.filter(pk=mail_id, state=OutboxMail.State.WAITING, next_attempt_at__lte=now).update(
        next_attempt_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    mail = OutboxMail.objects.get(pk=mail_id)
    try:
        _message(mail).send()
    except Exception as error:  # noqa: BLE001 - whatever the mail server or library raises, the mail is tried again
        _failed(mail, error)
        return False
    mail.state, mail.sent_at, mail.error = OutboxMail.State.SENT, timezone.now(), ""
    _forget_secret(mail)
    mail.save(update_fields=["state", "sent_at", "error", "text", "html"])
    return True


def send_due() -> str:
    """Send every mail whose time has come; return one line that says how many went, "" when none was due."""
    due = OutboxMail.objects.filter(state=OutboxMail.State.WAITING, next_attempt_at__lte=timezone.now())
    ids = list(due.order_by("next_attempt_at").values_list("pk", flat=True))
    sent = sum(deliver(mail_id) for mail_id in ids)
    return f"{sent} of {len(ids)} mails sent" if ids else ""


def send_again(mail: OutboxMail) -> None:
    """Put a failed mail back into the outbox; `ValidationError` when it is not failed or its text is gone."""
    again = OutboxMail.objects.filter(pk=mail.pk, state=OutboxMail.State.FAILED).exclude(text="")
    if not again.update(state=OutboxMail.State.WAITING, attempts=0, next_attempt_at=timezone.now(), error=""):
        raise ValidationError(_("This mail cannot be sent again: it went already, or its text is no longer kept."))
    transaction.on_commit(lambda: tasks.deliver_mail.enqueue(mail.pk), robust=True)


def empty_old_bodies() -> str:
    """Empty the text of mails older than `KEEP_BODIES`; who got what when stays. Return one line, or ""."""
    old = OutboxMail.objects.filter(created_at__lt=timezone.now() - KEEP_BODIES).exclude(state=OutboxMail.State.WAITING)
    emptied = old.exclude(text="", html="").update(text="", html="")
    return f"{emptied} old mails emptied" if emptied else ""


def _sender_of(conference: Conference | None) -> tuple[str, str]:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    facts = getattr(conference, "facts", None)
    if facts is None:
        return formataddr((name, address)), ""
    own_name = NOT_ONE_LINE.sub(" ", facts.sender_name or conference.name).strip()
    return formataddr((own_name, address)), facts.reply_address or facts.contact_email


def _message(mail: OutboxMail) -> EmailMultiAlternatives:
    domain = parseaddr(mail.sender)[1].rpartition("@")[2] or "localhost"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.sender,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": f"<{salted_hmac('mail', str(mail.pk)).hexdigest()}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    for file in mail.attachments:
        for name, content_type, content in _drawn_or_stored(file):
            message.attach(name, content, content_type)
    return message


def _drawn_or_stored(file: Mapping[str, str]) -> list[tuple[str, str, bytes]]:
    """Return what an entry of a mail's attachments stands for, as (file name, content type, bytes)."""
    if "maker" in file:
        return extension.attachment_makers.get(file["maker"])(file["key"])
    with storages["private"].open(file["path"]) as content:
        return [(file["name"], file["content_type"], content.read())]


def _failed(mail: OutboxMail, error: Exception) -> None:
    logger.warning("mail %s (%s) was not sent: %s", mail.pk, mail.kind, error)
    mail.error = f"{type(error).__name__}: {error}"
    pauses = PAUSES_OF_CODES if mail.opens_account else PAUSES
    if mail.attempts > len(pauses):
        mail.state = OutboxMail.State.FAILED
        _forget_secret(mail)
    else:
        mail.next_attempt_at = timezone.now() + timedelta(minutes=pauses[mail.attempts - 1])
    mail.save(update_fields=["state", "error", "next_attempt_at", "text", "html"])


def _forget_secret(mail: OutboxMail) -> None:
    if mail.opens_account:
        mail.text = mail.html = ""
