"""Whose ticket it is: the one look-up behind every page of a ticket."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils import timezone

from registration.models import Attendee
from registration.queries.tickets import address_for, found_at, state_of, visible_to
from registration.services.setting_up.sales import changes_until, sales_of


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


def possible(seen: Seen) -> dict:
    """Return what may be done with the ticket now: {action: bool}, and `until` as a moment (one SQL statement)."""
    ticket, until = seen.ticket, changes_until(sales_of(seen.ticket.conference))
    is_early = timezone.now() < until and not ticket.conference.is_closed
    in_time = is_early and ticket.revoked_at is None and ticket.checked_in_at is None
    is_open = ticket.revoked_at is None and not ticket.conference.is_closed
    is_free = ticket.user_id is None
    return {
        "until": until,
        "assign": is_open and is_free and seen.is_buyer and (in_time or seen.state == "nameless"),
        "claim": is_open and is_free and seen.is_buyer,
        "take_back": in_time and is_free and seen.is_buyer and seen.state == "waiting",
        "rename": in_time and not is_free,
        "transfer": in_time and not is_free,
        # also from a ticket that ended: what was bought for it later is still paid for
        "move": is_early and seen.is_buyer and bool(ticket.live_addons),
        "answer": is_open and seen.is_holder,
    }
