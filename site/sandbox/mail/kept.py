"""Reads the messages that the backend kept."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"\d{20}-[0-9a-f]{8}")
NEWEST = 200


@dataclass(frozen=True)
class KeptMail:
    """One message: texts as a mail reader would show them; `sent_at` is an aware UTC datetime."""

    name: str
    sent_at: datetime
    to: str
    sender: str
    reply_to: str
    subject: str
    text: str
    html: str
    attachments: tuple[str, ...]


def newest() -> list[KeptMail]:
    """Return the newest messages, newest first, at most `NEWEST`."""
    files = sorted(Path(settings.SANDBOX_MAIL_DIR).glob("*.eml"), reverse=True)[:NEWEST]
    return [_read(file) for file in files]


def find(name: str) -> KeptMail | None:
    """Return the message of that name, or `None`."""
    file = Path(settings.SANDBOX_MAIL_DIR) / f"{name}.eml"
    return _read(file) if NAME.fullmatch(name) and file.exists() else None


def _read(file: Path) -> KeptMail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return KeptMail(
        name=file.stem,
        sent_at=datetime.fromtimestamp(int(file.stem.split("-")[0]) / 1e9, tz=UTC),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        reply_to=str(message["Reply-To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        attachments=tuple(part.get_filename() or "?" for part in message.iter_attachments()),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return body.get_content() if body else ""
