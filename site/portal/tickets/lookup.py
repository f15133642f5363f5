"""Whose ticket it is: the one look-up behind every page of a ticket."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from registration.models import Attendee
from registration.queries.tickets import address_for, found_at, state_of, visible_to
from registration.services.attendees.possible import Possible, possible


@dataclass(frozen=True)
class Seen:
    """A ticket, and what the person who looks at it is to it."""

    ticket: Attendee
    is_holder: bool
    is_buyer: bool
    state: str
    address: str

    @property
    def has_code(self) -> bool:
        """Whether code and file are shown to them: to the holder, and to the buyer until somebody else has claimed it."""
        return self.address == self.ticket.access_code


def ticket_for(request: HttpRequest, code: str) -> Seen:
    """Return the ticket that an address names; `Http404` for everybody but its holder and its buyer (two SQL statements)."""
    ticket = found_at(visible_to(request.user), request.user, code)
    if ticket is None:
        raise Http404
    return Seen(
        ticket,
        is_holder=ticket.user_id == request.user.pk,
        is_buyer=ticket.order is not None and ticket.order.user_id == request.user.pk,
        state=state_of(ticket, request.user),
        address=address_for(ticket, request.user),
    )


def possible_of(seen: Seen) -> Possible:
    """Return what may be done with the ticket now by who looks at it (one SQL statement)."""
    return possible(seen.ticket, is_buyer=seen.is_buyer, is_holder=seen.is_holder)
