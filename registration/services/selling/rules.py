"""What may be sold to whom, asked when something is put into a basket, when it changes, and again at the checkout.

Stock is only shown here; what binds is `registration.services.inventory.take`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference
from registration.errors import NotForSaleError, SoldOutError
from registration.models import AddOn, Product, TicketType, Voucher
from registration.queries.stock import CAPACITY, Counts
from registration.queries.tickets import HeldTicket
from registration.services.pricing import effect_of
from registration.windows import Window

MOST_AT_ONCE = 100  # of one product; whole companies buy by purchase order
Wanted = Sequence[tuple[Product, int]]


@dataclass(frozen=True)
class Situation:
    """Whose basket it is and what is known: counts of stock, the voucher in it, tickets the person holds already."""

    conference: Conference
    counts: Counts
    voucher: Voucher | None = None
    held: Sequence[HeldTicket] = ()


def check_places(wanted: Wanted, situation: Situation) -> None:
    """Raise `SoldOutError` when all tickets of the basket together are more than the event has places."""
    tickets = sum(quantity for product, quantity in wanted if isinstance(product, TicketType))
    places = situation.counts.left(CAPACITY)
    if places is not None and tickets > places:
        raise SoldOutError(
            ngettext("Only %(left)s place is left.", "Only %(left)s places are left.", max(0, places))
            if places > 0
            else _("The conference is full."),
            params={"left": max(0, places)},
        )


def check_line(product: Product, quantity: int, wanted: Wanted, situation: Situation) -> None:
    """Raise why so many of one product cannot be sold in this basket."""
    names = {"what": product.name}
    if product.conference_id != situation.conference.pk:
        raise NotForSaleError(_("This is sold by another conference."))
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise NotForSaleError(_("Choose a number from 1 to %(most)s."), params={"most": MOST_AT_ONCE})
    if not product.is_active:
        raise NotForSaleError(_("“%(what)s” is not on sale."), params=names)
    window = product.window_at(timezone.now())
    if window is Window.BEFORE:
        raise NotForSaleError(_("“%(what)s” is not on sale yet."), params=names)
    if window is Window.OVER:
        raise NotForSaleError(_("“%(what)s” is not on sale any more."), params=names)
    left = situation.counts.left_of(product)
    if left is not None and left <= 0:
        raise SoldOutError(_("“%(what)s” is sold out."), params=names)
    if left is not None and quantity > left:
        raise SoldOutError(_("Only %(left)s of “%(what)s” are left."), params={**names, "left": left})
    if isinstance(product, TicketType):
        _check_ticket(product, quantity, situation)
    else:
        _check_addon(product, quantity, wanted, situation)


def unlocks(voucher: Voucher | None, ticket_type: TicketType) -> bool:
    """Return whether the voucher opens this hidden ticket type now."""
    effect = effect_of(voucher) if voucher and voucher.unlocks_hidden_tickets else None
    return effect is not None and effect.scope.covers(ticket_type)


def qualifying(addon: AddOn, ticket_types: Iterable[tuple[int, int]], held: Iterable[HeldTicket] = ()) -> int:
    """Return with how many tickets the add-on may go: those of the (ticket type, quantity) pairs, and those held already."""
    allowed = {ticket_type.pk for ticket_type in addon.requires_ticket_types.all()}
    bought = sum(quantity for pk, quantity in ticket_types if not allowed or pk in allowed)
    return bought + sum(ticket.may_carry(addon) for ticket in held)


def _check_ticket(ticket_type: TicketType, quantity: int, situation: Situation) -> None:
    names = {"what": ticket_type.name}
    if ticket_type.requires_voucher and not unlocks(situation.voucher, ticket_type):
        raise NotForSaleError(_("“%(what)s” needs a voucher that opens it."), params=names)
    allowed = situation.counts.left(f"buyer:{ticket_type.pk}")
    if allowed is None and ticket_type.limit_per_user:
        allowed = ticket_type.limit_per_user  # nobody is known who might have bought some
    if allowed is not None and quantity > allowed:
        raise NotForSaleError(
            _("One person can buy %(most)s of “%(what)s”, with what they ordered before."),
            params={**names, "most": ticket_type.limit_per_user},
        )


def _check_addon(addon: AddOn, quantity: int, wanted: Wanted, situation: Situation) -> None:
    tickets = [(product.pk, number) for product, number in wanted if isinstance(product, TicketType)]
    possible = qualifying(addon, tickets, situation.held)
    required = [ticket_type.name for ticket_type in addon.requires_ticket_types.all()]
    names = {"what": addon.name, "tickets": ", ".join(required)}
    if not possible:
        raise NotForSaleError(
            _("“%(what)s” goes with a ticket: %(tickets)s.") if required else _("“%(what)s” goes with a ticket."),
            params=names,
        )
    if required and quantity > possible:
        raise NotForSaleError(_("There can be one “%(what)s” for each of these tickets: %(tickets)s."), params=names)
