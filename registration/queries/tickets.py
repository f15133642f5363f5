"""Tickets as their holders and buyers see them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import FilteredRelation, Prefetch, Q, QuerySet

from conference.models import Conference, User
from registration.models import AddOn, Attendee, AttendeeAddOn
from registration.models.orders import EVER_PAID

LONGEST_NUMBER = 19  # digits of a key in the database


@dataclass(frozen=True)
class TicketRow:
    """One ticket in somebody's list; `state` is "mine", "claimed", "waiting", "nameless" or "ended", and `address` what
    names it in the addresses that this person is shown.
    """

    ticket: Attendee
    state: str
    addons: list[str]
    address: str

    @property
    def code(self) -> str:
        """The ticket's code; "" for a buyer whose ticket somebody else has claimed."""
        return self.ticket.access_code if self.address == self.ticket.access_code else ""


@dataclass(frozen=True)
class HeldTicket:
    """A live ticket that a person holds. A guest's has no order line: nobody bought it, and no add-on can go with it.

    `ticket_type` and `description` are those of the line, `None` and "" for a guest's; `addons` are the add-ons that go
    with it already.
    """

    pk: int
    ticket_type: int | None
    description: str
    has_line: bool
    addons: frozenset[int] = frozenset()

    def may_carry(self, addon: AddOn) -> bool:
        """Return whether one more unit may go with it: with required ticket types, each ticket takes one."""
        required = {ticket_type.pk for ticket_type in addon.requires_ticket_types.all()}
        return self.has_line and (not required or (self.ticket_type in required and addon.pk not in self.addons))


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


def held_by(user: User | AnonymousUser | None, conference: Conference) -> list[HeldTicket]:
    """Return the live tickets a person holds at a conference, a guest's included (one SQL statement; none for nobody)."""
    if user is None or not user.is_authenticated:
        return []
    return _held(Attendee.objects.filter(conference=conference, user=user))


def live_among(keys: Iterable[int], conference: Conference) -> list[HeldTicket]:
    """Return those of the tickets that are live and of this conference, whoever holds them (one SQL statement)."""
    return _held(Attendee.objects.filter(conference=conference, pk__in=keys))


def _held(tickets: QuerySet[Attendee]) -> list[HeldTicket]:
    live_addon = FilteredRelation("addons", condition=Q(addons__revoked_at__isnull=True))
    rows = (
        tickets.filter(revoked_at__isnull=True)
        .annotate(live_addon=live_addon)
        .order_by("pk")
        .values_list("pk", "line", "line__ticket_type", "line__description", "live_addon__line__addon")
    )
    found: dict[int, HeldTicket] = {}
    for pk, line, ticket_type, description, addon in rows:
        known = found.get(pk) or HeldTicket(pk, ticket_type, description or "", has_line=line is not None)
        found[pk] = known if addon is None else replace(known, addons=known.addons | {addon})
    return list(found.values())


def visible_to(user: User) -> QuerySet[Attendee]:
    """Return the tickets that a person holds or bought, with what their pages show (two SQL statements)."""
    addons = AttendeeAddOn.objects.filter(revoked_at__isnull=True).select_related("line__addon", "line__order")
    return (
        Attendee.objects.filter(Q(user=user) | Q(order__user=user), Q(order=None) | Q(order__status__in=EVER_PAID))
        .select_related("conference", "order", "line", "user")
        .prefetch_related(Prefetch("addons", addons, to_attr="live_addons"))
    )


def found_at(tickets: QuerySet[Attendee], user: User, address: str) -> Attendee | None:
    """Return the one of these tickets that an address names to a person: by its code, or by its order and number.

    The code of a ticket that somebody else has claimed names nothing to its buyer, who does not learn it any more.
    """
    reference, _hyphen, number = address.rpartition("-")
    if reference and number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER:
        return tickets.filter(order__reference=reference, pk=int(number)).first()
    return tickets.filter(knows_code(user.pk), access_code=address).first()


def knows_code(user_id: int) -> Q:
    """Return the condition under which a ticket's code and file are shown to a person who holds or bought it: they hold
    it, or nobody does yet.
    """
    return Q(user=user_id) | Q(user=None)


def address_for(ticket: Attendee, user: User) -> str:
    """Return what names a ticket in addresses that this person is shown."""
    return ticket.access_code if ticket.user_id in (None, user.pk) else buyers_address(ticket)


def buyers_address(ticket: Attendee) -> str:
    """Return what names a ticket to its buyer without its code, in the addresses of its pages.

    `ValueError` for a ticket that nobody bought.
    """
    if ticket.order is None:
        raise ValueError(f"ticket {ticket.pk} has no buyer")
    return f"{ticket.order.reference}-{ticket.pk}"


def row_of(ticket: Attendee, user: User) -> TicketRow:
    """Return a ticket that came from `visible_to` as a row."""
    addons = [addon.line.description for addon in ticket.live_addons]
    return TicketRow(ticket, state_of(ticket, user), addons, address_for(ticket, user))


def state_of(ticket: Attendee, user: User) -> str:
    """Return how far a ticket is, from the point of view of a person."""
    if ticket.revoked_at:
        return "ended"
    if ticket.user_id:
        return "mine" if ticket.user_id == user.pk else "claimed"
    return "waiting" if ticket.name or ticket.email else "nameless"
