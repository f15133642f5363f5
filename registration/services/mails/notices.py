"""Which mail goes out at which event of the shop: each writes one row of the outbox into the caller's transaction.

The words are the editors' (`registration.mail_kinds` has those that come with the site); a key makes each mail unique.
"""

from conference import links
from conference.dates import moment_words
from conference.models import OutboxMail
from conference.money import display
from conference.services import mail
from conference.services.mail_texts import compose
from registration.models import Attendee, Order


def order_confirmation(order: Order, *, again: str = "") -> OutboxMail:
    """Tell the buyer that the order is paid, with its tickets, calendar file and invoice."""
    attachments = [{"maker": "registration.order", "key": order.reference}]
    return to_buyer("order.confirmation", order, key=f"order-paid-{order.pk}{again}", attachments=attachments)


def order_expired(order: Order) -> OutboxMail:
    """Tell the buyer that the order ended unpaid."""
    return to_buyer("order.expired", order, key=f"order-expired-{order.pk}-{order.hold_expires_at:%Y%m%d%H%M}")


def ticket_assigned(attendee: Attendee, *, again: str = "") -> OutboxMail:
    """Tell somebody that there is a ticket for them, with the link by which they take it; `again` makes a further mail."""
    conference = attendee.conference
    values = {
        "holder": attendee.name,
        "buyer": attendee.order.billing_name,
        "ticket": attendee.line.description,
        "link": links.absolute(conference, "claim", token=attendee.claim_token),
    }
    words = compose("ticket.assigned", conference, values)
    return mail.queue(
        kind="ticket.assigned",
        to=attendee.email,
        subject=words.subject,
        text=words.text,
        conference=conference,
        key=f"ticket-assigned-{attendee.claim_token}{again}",
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


def to_buyer(kind: str, order: Order, *, key: str, attachments: list[dict] | None = None, **more: str) -> OutboxMail:
    """Write a mail of this kind to the buyer; `more` are placeholders beside `order_values`."""
    words = compose(kind, order.conference, {**order_values(order), **more})
    return mail.queue(
        kind=kind,
        to=order.billing_email,
        subject=words.subject,
        text=words.text,
        conference=order.conference,
        key=key,
        attachments=attachments or [],
    )
