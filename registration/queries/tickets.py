"""Tickets as their holders and buyers see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from conference.models import Conference, User
from registration.models import Attendee, AttendeeAddOn, Order

SHOWN = (Order.Status.PAID, Order.Status.PARTIALLY_REFUNDED, Order.Status.REFUNDED)


@dataclass(frozen=True)
class TicketRow:
    """One ticket in somebody's list; `state` is "mine", "claimed", "waiting", "nameless" or "ended"."""

    ticket: Attendee
    state: str
    addons: list[str]

    @property
    def code(self) -> str:
        """The ticket's code."""
        return self.ticket.access_code


@dataclass
class TicketsOf:
    """Somebody's tickets of one conference: the one they hold, and those they bought for others."""

    conference: Conference
    held: list[TicketRow] = field(default_factory=list)
    bought: list[TicketRow] = field(default_factory=list)


def tickets_by_conference(user: User, conferences: Iterable[Conference]) -> list[TicketsOf]:
    """Return the person's tickets of these conferences, the latest conference first (two SQL statements)."""
    tickets = visible_to(user).filter(conference__in=conferences)
    found: dict[int, TicketsOf] = {}
    for ticket in tickets.order_by("-conference__start_date", "order__created_at", "line", "unit", "pk"):
        group = found.setdefault(ticket.conference_id, TicketsOf(ticket.conference))
        (group.held if ticket.user_id == user.pk else group.bought).append(row_of(ticket, user))
    return list(found.values())


def tickets_held(user: User, conferences: Iterable[Conference]) -> list[TicketRow]:
    """Return the tickets a person holds at these conferences, the latest first (two SQL statements)."""
    held = visible_to(user).filter(user=user, conference__in=conferences, revoked_at__isnull=True)
    return [row_of(ticket, user) for ticket in held.order_by("-conference__start_date", "pk")]


def visible_to(user: User) -> QuerySet[Attendee]:
    """Return the tickets that a person holds or bought, with what their pages show (two SQL statements)."""
    addons = AttendeeAddOn.objects.filter(revoked_at__isnull=True).select_related("line__addon", "line__order")
    return (
        Attendee.objects.filter(Q(user=user) | Q(order__user=user), order__status__in=SHOWN)
        .select_related("conference", "order", "line", "user")
        .prefetch_related(Prefetch("addons", addons, to_attr="live_addons"))
    )


def row_of(ticket: Attendee, user: User) -> TicketRow:
    """Return a ticket that came from `visible_to` as a row."""
    return TicketRow(ticket, state_of(ticket, user), [addon.line.description for addon in ticket.live_addons])


def state_of(ticket: Attendee, user: User) -> str:
    """Return how far a ticket is, from the point of view of a person."""
    if ticket.revoked_at:
        return "ended"
    if ticket.user_id:
        return "mine" if ticket.user_id == user.pk else "claimed"
    return "waiting" if ticket.name or ticket.email else "nameless"
