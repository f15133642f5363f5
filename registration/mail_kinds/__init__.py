"""The mails of the shop, with the words that come with the site. Editors may write their own."""

from conference import extension
from registration.mail_kinds import orders, payments, tickets


def register() -> None:
    """Declare every mail of the shop; called once when the app is ready."""
    for kind, label, subject, text, placeholders in (*orders.KINDS, *payments.KINDS, *tickets.KINDS):
        extension.mail_kinds.register(
            kind, extension.MailKind(label=label, subject=subject, text=text, placeholders=placeholders)
        )
