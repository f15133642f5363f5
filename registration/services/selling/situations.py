"""What is known when the rules are asked about the lines of a basket: it is looked up here, only as far as they ask."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from conference.models import Conference, User
from registration.models import Voucher
from registration.queries.stock import count_products
from registration.queries.tickets import HeldTicket, held_by
from registration.services.pricing import SCOPE
from registration.services.selling.lines import Lines, hidden_of, needs_other_tickets
from registration.services.selling.rules import Situation


def situation_of(
    conference: Conference,
    user: User | None,
    voucher: Voucher | None,
    lines: Lines,
    *,
    held: Sequence[HeldTicket] | None = None,
) -> Situation:
    """Return the situation of a basket that is to have these lines; `None` is somebody who is not signed in.

    One SQL statement for the stock; the scope of the voucher and, unless `held` names them, the tickets that the
    person has already come on top if a line asks for them.
    """
    if voucher is not None and hidden_of(lines):
        prefetch_related_objects([voucher], *SCOPE)  # once for all tickets that ask
    counts = count_products(conference, buyer=user.pk if user else None)
    return Situation(conference, counts, voucher, held_for(conference, user, lines) if held is None else held)


def held_for(conference: Conference, user: User | None, lines: Lines) -> Sequence[HeldTicket]:
    """Return the tickets that a person has already, if add-ons among the lines ask for more tickets."""
    return held_by(user, conference) if needs_other_tickets(lines) else ()
