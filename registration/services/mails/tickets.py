"""Mails about a ticket that somebody holds, or held: claimed, passed on, ended, not complete yet.

Each is one row of the outbox in the caller's transaction, with a key, so that it goes out once.
"""

from conference import links
from conference.models import OutboxMail
from conference.services import mail
from conference.services.mail_texts import compose
from registration.models import Attendee
from registration.queries.tickets import buyers_address
from registration.services.mails.names import giver_of, kind_of
from registration.services.setting_up.sales import changes_until, deadline_words, sales_of


def tell_claimed(attendee: Attendee) -> None:
    """Tell the buyer that the holder has taken the ticket; nobody when they are the same person."""
    order = attendee.order
    if order is None or attendee.user_id == order.user_id:
        return
    link = links.absolute(attendee.conference, "ticket", code=buyers_address(attendee))
    key = f"ticket-claimed-{attendee.claim_token}"
    _queue("ticket.claimed", attendee, to=order.user.email, key=key, link=link)


def tell_former_holder(attendee: Attendee, *, name: str, email: str) -> None:
    """Tell who held a ticket until now (`name`, `email`) that it was passed on: their copy is void."""
    if email:
        key = f"ticket-passed-on-{attendee.pk}-{attendee.claim_token}"
        _queue("ticket.passed_on", attendee, to=email, key=key, holder=name, link=_own_tickets(attendee))


def tell_new_holder(attendee: Attendee, *, former: str) -> None:
    """Tell who gets a ticket from its former holder that it waits for them, with the link by which they take it."""
    key = _transferred_key(attendee)
    _queue("ticket.transferred", attendee, to=attendee.email, key=key, former=former or giver_of(attendee))


def was_passed_on(attendee: Attendee) -> bool:
    """Return whether an unclaimed ticket went from its former holder to who is named now (one SQL statement)."""
    return OutboxMail.objects.filter(key=_transferred_key(attendee)).exists()


def tell_revoked(attendee: Attendee) -> None:
    """Tell the holder that the ticket ended; nobody when nobody was named, or when the buyer holds it."""
    address = _address_of(attendee)
    buyer = attendee.order.user.email if attendee.order else ""
    if address.lower() in ("", buyer.lower()):
        return
    key = f"ticket-revoked-{attendee.pk}-{attendee.revoked_at:%Y%m%d%H%M}"
    _queue("ticket.revoked", attendee, to=address, key=key, link=_own_tickets(attendee))


def remind(attendee: Attendee, *, to: str, missing: str, link: str, key: str) -> OutboxMail:
    """Say what a ticket still lacks (`missing`, in words) and where that is mended."""
    return _queue("ticket.reminder", attendee, to=to, key=key, missing=missing, link=link)


def link_of(attendee: Attendee) -> str:
    """Return the address at which the ticket is claimed or, once it is, seen."""
    if attendee.user_id:
        return links.absolute(attendee.conference, "ticket", code=attendee.access_code)
    return links.absolute(attendee.conference, "claim", token=attendee.claim_token)


def _own_tickets(attendee: Attendee) -> str:
    """Return the address of somebody's list: this ticket's own link is not, or no longer, theirs."""
    return links.absolute(attendee.conference, "tickets")


def _transferred_key(attendee: Attendee) -> str:
    return f"ticket-transferred-{attendee.claim_token}"


def _address_of(attendee: Attendee) -> str:
    return attendee.user.email if attendee.user else attendee.email


def _queue(kind: str, attendee: Attendee, *, to: str, key: str, **more: str) -> OutboxMail:
    conference = attendee.conference
    values = {
        "holder": attendee.name or _address_of(attendee),
        "buyer": giver_of(attendee),
        "ticket": kind_of(attendee),
        "link": link_of(attendee),
        "until": deadline_words(changes_until(sales_of(conference)), conference),
        **more,
    }
    words = compose(kind, conference, values)
    return mail.queue(kind=kind, to=to, subject=words.subject, text=words.text, conference=conference, key=key)
