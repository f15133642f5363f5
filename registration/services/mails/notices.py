"""Which mail goes out at which event of the shop: each writes one row of the outbox into the caller's transaction.

The words are the editors' (`registration.mail_kinds` has those that come with the site); a key makes each mail unique.

Whoever buys gets their mails at the address of their account, which they confirmed. The one that they typed for the
invoice may be anybody's: where it is another one it gets the bill, and neither tickets nor codes nor links.
"""

from collections.abc import Sequence

from conference import links
from conference.dates import moment_words
from conference.models import OutboxMail
from conference.services import mail
from conference.services.mail_texts import compose, compose_all
from registration.models import Attendee, Order
from registration.services.mails.names import giver_of, kind_of

CONFIRMATION, BILL, ASSIGNED = "order.confirmation", "order.bill", "ticket.assigned"


def tell_paid(order: Order, tickets: Sequence[Attendee]) -> None:
    """Tell the buyer that the order is paid, and the holders that the buyer named (`tickets`) that theirs wait for them;
    another address on the invoice gets the bill.

    However many mails that are, they take the same few SQL statements.
    """
    conference = order.conference
    wanted = [
        (CONFIRMATION, order_values(order), order.user.email, _confirmation_key(order), _papers(order)),
        *((ASSIGNED, _ticket_values(ticket), ticket.email, _assigned_key(ticket), ()) for ticket in tickets),
    ]
    if gets_bill(order):
        wanted.append((BILL, bill_values(order), order.billing_email, _bill_key(order), _bill(order)))
    words = compose_all(conference, [(kind, values) for kind, values, *_rest in wanted])
    letters = [
        mail.Letter(kind, to, said.subject, said.text, key=key, attachments=attachments)
        for (kind, _values, to, key, attachments), said in zip(wanted, words, strict=True)
    ]
    mail.queue_all(letters, conference=conference)


def tell_confirmation(order: Order, *, again: str = "") -> OutboxMail:
    """Send the buyer the confirmation with tickets, calendar file and invoice; `again` makes a further mail."""
    return to_buyer(CONFIRMATION, order, key=_confirmation_key(order) + again, attachments=_papers(order))


def tell_bill(order: Order, *, again: str = "") -> OutboxMail | None:
    """Send the invoice to the address on it where that is not the buyer's own; return the mail, `None` for none."""
    if not gets_bill(order):
        return None
    return to_billing(BILL, order, key=_bill_key(order) + again, attachments=_bill(order))


def tell_expired(order: Order) -> OutboxMail:
    """Tell the buyer that the order ended unpaid."""
    return to_buyer("order.expired", order, key=f"order-expired-{order.pk}-{order.hold_expires_at:%Y%m%d%H%M}")


def tell_rehearsal_ended(order: Order) -> OutboxMail:
    """Tell the buyer that an order from the time of tests ended, and its tickets with it."""
    return to_buyer("order.test_ended", order, key=f"order-test-ended-{order.pk}")


def tell_assigned(attendee: Attendee, *, again: str = "") -> OutboxMail:
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
        "total": order.money(order.total),
        "held_until": moment_words(held, language=conference.language, zone=conference.tz) if held else "",
        "link": links.absolute(conference, "order", reference=order.reference),
    }


def bill_values(order: Order) -> dict[str, str]:
    """Return what a mail to the address on the invoice may say: nothing by which one gets to the order."""
    return {name: value for name, value in order_values(order).items() if name != "link"}


def gets_bill(order: Order) -> bool:
    """Return whether there is something to pay, and a bill for it that goes to another address than the account's."""
    return bool(order.total) and order.billing_email.lower() != order.user.email.lower()


def to_buyer(kind: str, order: Order, *, key: str, attachments: Sequence[dict] = (), **more: str) -> OutboxMail:
    """Write a mail of this kind to the buyer's own address; `more` are placeholders beside `order_values`."""
    return _queue(kind, order, order.user.email, {**order_values(order), **more}, key, attachments)


def to_billing(kind: str, order: Order, *, key: str, attachments: Sequence[dict] = (), **more: str) -> OutboxMail:
    """Write a mail of this kind to the address on the invoice; `more` are placeholders beside `bill_values`."""
    return _queue(kind, order, order.billing_email, {**bill_values(order), **more}, key, attachments)


def _queue(
    kind: str, order: Order, to: str, values: dict[str, str], key: str, attachments: Sequence[dict]
) -> OutboxMail:
    words = compose(kind, order.conference, values)
    return mail.queue(
        kind=kind,
        to=to,
        subject=words.subject,
        text=words.text,
        conference=order.conference,
        key=key,
        attachments=attachments,
    )


def _ticket_values(attendee: Attendee) -> dict[str, str]:
    return {
        "holder": attendee.name,
        "buyer": giver_of(attendee),
        "ticket": kind_of(attendee),
        "link": links.absolute(attendee.conference, "claim", token=attendee.claim_token),
    }


def _papers(order: Order) -> tuple[dict[str, str], ...]:
    return ({"maker": "registration.order", "key": order.reference},)


def _bill(order: Order) -> tuple[dict[str, str], ...]:
    return ({"maker": "registration.bill", "key": order.reference},)


def _bill_key(order: Order) -> str:
    return f"order-bill-{order.pk}"


def _confirmation_key(order: Order) -> str:
    return f"order-paid-{order.pk}"


def _assigned_key(attendee: Attendee) -> str:
    return f"ticket-assigned-{attendee.claim_token}"
