"""What may be done with a ticket now: the deadlines and states that its pages and the functions behind them keep to."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from conference.models import Conference
from registration.models import Attendee
from registration.services.setting_up.sales import changes_until, sales_of


@dataclass(frozen=True)
class Possible:
    """Which actions are open to a person, and until when tickets can be changed at all."""

    until: dt.datetime
    assign: bool
    claim: bool
    take_back: bool
    rename: bool
    transfer: bool
    move: bool
    answer: bool


def has_time(conference: Conference) -> bool:
    """Return whether tickets can still be renamed, passed on and taken back, and add-ons moved (one SQL statement)."""
    return timezone.now() < changes_until(sales_of(conference))


def has_holder(ticket: Attendee) -> bool:
    """Return whether somebody is named on a ticket, claimed or not: to name another one takes time that is left."""
    return bool(ticket.user_id or ticket.name or ticket.email)


def possible(ticket: Attendee, *, is_buyer: bool, is_holder: bool) -> Possible:
    """Return what its buyer, its holder or who is both may do with a ticket from `visible_to` (one SQL statement)."""
    until = changes_until(sales_of(ticket.conference))
    is_early = timezone.now() < until and not ticket.conference.is_closed
    is_open = ticket.revoked_at is None and not ticket.conference.is_closed
    in_time = is_open and is_early and ticket.checked_in_at is None
    is_free = ticket.user_id is None
    return Possible(
        until=until,
        assign=is_open and is_free and is_buyer and (in_time or not has_holder(ticket)),
        claim=is_open and is_free and is_buyer,
        take_back=in_time and is_free and is_buyer and has_holder(ticket),
        rename=in_time and not is_free,
        transfer=in_time and not is_free,
        # also from a ticket that ended: what was bought for it later is still paid for
        move=is_early and is_buyer and bool(ticket.live_addons),
        answer=is_open and is_holder,
    )
