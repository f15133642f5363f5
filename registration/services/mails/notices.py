"""Which mail goes out at which event of the shop: each writes one row of the outbox into the caller's transaction.

The words are the editors' (`registration.mail_kinds` has those that come with the site); a key makes each mail unique.
"""

from collections.abc import Sequence

from conference import links
from conference.dates import moment_words
from conference.models import OutboxMail
from conference.money import display
from conference.services import mail
from conference.services.mail_texts import compose, compose_all
from registration.models import Attendee, Order

CONFIRMATION, ASSIGNED = "order.confirmation", "ticket.assigned"


def order_is_paid(order: Order, tickets: Sequence[Attendee]) -> None:
    """Tell the buyer that the order is paid, and the holders that the buyer named (`tickets`) that theirs wait for them.

    However many mails that are, they take the same few SQL statements.
    """
    conference = order.conference
    values = [(CONFIRMATION, order_values(order)), *((ASSIGNED, _ticket_values(ticket)) for ticket in tickets)]
    confirmation, *others = compose_all(conference, values)
    to_order = mail.Letter(
        CONFIRMATION,
        order.billing_email,
        confirmation.subject,
        confirmation.text,
        key=_confirmation_key(order),
        attachments=_papers(order),
    )
    to_holders = [
        mail.Letter(ASSIGNED, ticket.email, words.subject, words.text, key=_assigned_key(ticket))
        for ticket, words in zip(tickets, others, strict=True)
    ]
    mail.queue_all([to_order, *to_holders], conference=conference)


def order_confirmation(order: Order, *, again: str = "") -> OutboxMail:
    """Send the buyer the confirmation with tickets, calendar file and invoice; `again` makes a further mail."""
    return to_buyer(CONFIRMATION, order, key=_confirmation_key(order) + again, attachments=_papers(order))


def order_expired(order: Order) -> OutboxMail:
    """Tell the buyer that the order ended unpaid."""
    return to_buyer("order.expired", order, key=f"order-expired-{order.pk}-{order.hold_expires_at:%Y%m%d%H%M}")


def ticket_assigned(attendee: Attendee, *, again: str = "") -> OutboxMail:
    """Tell somebody that there is a ticket for them, with the link by which they take it; `again` makes a further mail."""
    conference = attendee.conference
    words = compose(ASSIGNED, conference, _ticket_values(attendee))
    return mail.queue(
        kind=ASSIGNED,
        to=attendee.email,
        subject=words.subject,
        text=words.text,
        conference=conference,
        key=_assigned_key(attendee) + again,
    )


def order_values(order: Order) -> dict[str, str]:
    """Return what every mail about an order may say."""
    conference = order.conference
    held = order.hold_expires_at
    return {
        "buyer": order.billing_name,
        "reference": order.reference,
        "total": display(order.total, order.currency, conference.language),
        "held_until": moment_words(held, language=conference.language, zone=conference.tz) if held else "",
        "link": links.absolute(conference, "order", reference=order.reference),
    }


def to_buyer(kind: str, order: Order, *, key: str, attachments: Sequence[dict] = (), **more: str) -> OutboxMail:
    """Write a mail of this kind to the buyer; `more` are placeholders beside `order_values`."""
    words = compose(kind, order.conference, {**order_values(order), **more})
    return mail.queue(
        kind=kind,
        to=order.billing_email,
        subject=words.subject,
        text=words.text,
        conference=order.conference,
        key=key,
        attachments=attachments,
    )


def _ticket_values(attendee: Attendee) -> dict[str, str]:
    return {
        "holder": attendee.name,
        "buyer": attendee.order.billing_name,
        "ticket": attendee.line.description,
        "link": links.absolute(attendee.conference, "claim", token=attendee.claim_token),
    }


def _papers(order: Order) -> tuple[dict[str, str], ...]:
    return ({"maker": "registration.order", "key": order.reference},)


def _confirmation_key(order: Order) -> str:
    return f"order-paid-{order.pk}"


def _assigned_key(attendee: Attendee) -> str:
    return f"ticket-assigned-{attendee.claim_token}"
