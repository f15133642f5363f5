"""What a buyer said about the holders of the tickets, kept with the order until its tickets are made.

A plan names every unit: whose ticket it is (the buyer's, somebody's, decided later) and which ticket each add-on goes
with. It is stored as JSON with the basket and the order, and emptied when the order is paid or ends.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from registration.models import AddOn, Product, TicketType
from registration.queries.tickets import HeldTicket
from registration.services.mails.names import require_no_address

ME, OTHER, LATER = "me", "other", "later"


@dataclass(frozen=True)
class Holder:
    """Unit number `unit` (from 1) of a ticket type: for whom, and their answers {field of the profile: text}."""

    ticket_type: int
    unit: int
    mode: str = LATER
    name: str = ""
    email: str = ""
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AddOnUnit:
    """Unit number `unit` (from 1) of an add-on, for the holder at that place of the plan, or a ticket held already."""

    addon: int
    unit: int
    holder: int | None = None
    attendee: int | None = None


@dataclass(frozen=True)
class Plan:
    """All units of an order."""

    holders: tuple[Holder, ...] = ()
    addons: tuple[AddOnUnit, ...] = ()
    accepts_conduct: bool = False

    def to_json(self) -> dict:
        """Return it as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "Plan":
        """Return a stored plan; an empty one for nothing."""
        return cls(
            holders=tuple(Holder(**holder) for holder in stored.get("holders", ())),
            addons=tuple(AddOnUnit(**unit) for unit in stored.get("addons", ())),
            accepts_conduct=bool(stored.get("accepts_conduct")),
        )


def plan_for(
    wanted: Iterable[tuple[Product, int]],
    wishes: Plan | None = None,
    *,
    held: Sequence[HeldTicket] = (),
) -> Plan:
    """Return a complete plan for a basket: the buyer's wishes, and for units they said nothing about a sensible choice.

    `held` are the tickets that the buyer has already, which may take add-ons too. `ValidationError` says which wish cannot
    be met.
    """
    wanted, wishes = list(wanted), wishes or Plan()
    _check_holders(_holders(wanted, wishes.holders), buyer_has_ticket=bool(held))
    return completed(wishes, wanted, held=held)


def completed(plan: Plan, wanted: Sequence[tuple[Product, int]], *, held: Sequence[HeldTicket] = ()) -> Plan:
    """Return a plan with every unit in it, whose holders were checked before; `ValidationError` when an add-on has no ticket
    to go with.
    """
    holders = _holders(wanted, plan.holders)
    addons = _addons([line for line in wanted if isinstance(line[0], AddOn)], plan.addons, holders, held)
    return Plan(holders, addons, plan.accepts_conduct)


def _holders(wanted: Sequence[tuple[Product, int]], wishes: Sequence[Holder]) -> tuple[Holder, ...]:
    wished = {(holder.ticket_type, holder.unit): holder for holder in wishes}
    tickets = [line for line in wanted if isinstance(line[0], TicketType)]
    units = [(product.pk, unit) for product, quantity in tickets for unit in range(1, quantity + 1)]
    return tuple(wished.get(unit, Holder(*unit)) for unit in units)


def _check_holders(holders: Sequence[Holder], *, buyer_has_ticket: bool) -> None:
    mine = [holder for holder in holders if holder.mode == ME]
    if len(mine) > 1:
        raise ValidationError(_("Only one ticket can be yours: choose somebody else or “decide later” for the others."))
    if mine and buyer_has_ticket:
        raise ValidationError(_("You have a ticket already: say who else this one is for, or decide later."))
    seen = set()
    for holder in holders:
        if holder.mode not in (ME, OTHER, LATER):
            raise ValidationError(_("Say for each ticket whose it is."))
        require_no_address(holder.name)
        if holder.mode == OTHER:
            try:
                validate_email(holder.email)
            except ValidationError as error:
                raise ValidationError(
                    _("“%(email)s” is no e-mail address: the ticket of %(name)s goes there."),
                    params={"email": holder.email, "name": holder.name or _("the other person")},
                ) from error
            if holder.email.lower() in seen:
                raise ValidationError(
                    _("%(email)s stands beside two tickets: each person has one."), params={"email": holder.email}
                )
            seen.add(holder.email.lower())


def _addons(
    addons: list[tuple[AddOn, int]],
    wishes: Sequence[AddOnUnit],
    holders: Sequence[Holder],
    held: Sequence[HeldTicket],
) -> tuple[AddOnUnit, ...]:
    wished = {(unit.addon, unit.unit): unit for unit in wishes}
    return tuple(unit for addon, quantity in addons for unit in _units_of(addon, quantity, wished, holders, held))


def _units_of(
    addon: AddOn,
    quantity: int,
    wished: dict[tuple[int, int], AddOnUnit],
    holders: Sequence[Holder],
    held: Sequence[HeldTicket],
) -> Iterable[AddOnUnit]:
    """Give every unit of an add-on its ticket; with required ticket types each ticket takes one."""
    required = {ticket_type.pk for ticket_type in addon.requires_ticket_types.all()}
    places = [
        ("holder", number) for number, holder in enumerate(holders) if not required or holder.ticket_type in required
    ]
    places += [("attendee", ticket.pk) for ticket in held if ticket.may_carry(addon)]
    names, taken = {"what": addon.name}, []
    for number in range(1, quantity + 1):
        wish = wished.get((addon.pk, number))
        chosen = _place(wish) if wish else None
        if chosen is not None and chosen not in places:
            raise ValidationError(_("“%(what)s” cannot go with the ticket you chose for it."), params=names)
        if chosen is not None:
            taken.append(chosen)
    if required and len(taken) != len(set(taken)):
        raise ValidationError(
            _("Each ticket takes one “%(what)s”: choose another ticket for one of them."), params=names
        )
    free = [place for place in places if place not in taken] or places
    if not free and quantity > len(taken):
        raise ValidationError(_("“%(what)s” needs a ticket to go with."), params=names)
    spare = iter(free * quantity)
    for number in range(1, quantity + 1):
        wish = wished.get((addon.pk, number))
        what, key = (wish and _place(wish)) or next(spare)
        yield AddOnUnit(addon.pk, number, **{what: key})


def _place(unit: AddOnUnit) -> tuple[str, int] | None:
    if unit.holder is not None:
        return "holder", unit.holder
    return ("attendee", unit.attendee) if unit.attendee is not None else None
