"""What can happen to the lines of a basket, wherever it lies: in a visitor's session, or as a person's cart.

Nothing is read or stored here. Each function takes lines and what is known of the situation, and returns the lines as they
would be afterwards, or raises why not: `NotForSaleError`, or `SoldOutError` when too few are left.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from registration.errors import NotForSaleError
from registration.models import AddOn, Product, TicketType
from registration.queries.tickets import HeldTicket
from registration.services.selling.rules import Situation, Wanted, check_line, check_places, qualifying

Lines = dict[Product, int]


def with_more(lines: Lines, wanted: Wanted, situation: Situation) -> Lines:
    """Return the lines with so many more of these products, all of them or none."""
    after = merged(lines, wanted)
    check_all([product for product, _number in wanted], after, situation)
    return after


def with_numbers(lines: Lines, numbers: Mapping[Product, int], situation: Situation) -> Lines:
    """Return the lines with those numbers of these products, all of them or none; 0 or less takes a product out, and
    add-ons that no ticket carries any more are gone. Taking out is never refused.
    """
    after = changed(lines, numbers)
    asked = [product for product in numbers if product in after]
    if asked:
        check_all(asked, after, situation)
    return without_lonely_addons(after, situation.held)


def changed(lines: Lines, numbers: Mapping[Product, int]) -> Lines:
    """Return the lines with those numbers, unchecked."""
    return {product: number for product, number in {**lines, **numbers}.items() if number > 0}


def without(lines: Lines, products: Collection[Product]) -> Lines:
    """Return the lines without these products; add-ons that went with them are still there."""
    return {product: number for product, number in lines.items() if product not in products}


def merged(lines: Lines, wanted: Wanted) -> Lines:
    """Return the lines with so many more, unchecked but for numbers below 1."""
    after = dict(lines)
    for product, number in wanted:
        if number < 1:
            raise NotForSaleError(_("Choose a number from 1."))
        after[product] = after.get(product, 0) + number
    return after


def check_all(products: Iterable[Product], lines: Lines, situation: Situation) -> None:
    """Raise why these products cannot be had in their number among these lines: `NotForSaleError`, or `SoldOutError` when
    too few are left.
    """
    wanted = list(lines.items())
    for product in products:
        check_line(product, lines[product], wanted, situation)
    check_places(wanted, situation)


def hidden_of(lines: Lines) -> list[Product]:
    """Return the hidden tickets among the lines: they leave with the voucher that opened them."""
    return [product for product in lines if isinstance(product, TicketType) and product.requires_voucher]


def needs_other_tickets(lines: Lines) -> bool:
    """Return whether there are more of an add-on than tickets it may go with: then those count that a person has already."""
    tickets = _tickets(lines)
    return any(qualifying(product, tickets) < number for product, number in lines.items() if isinstance(product, AddOn))


def without_lonely_addons(lines: Lines, held: Sequence[HeldTicket] = ()) -> Lines:
    """Return the lines without add-ons that no ticket carries; those that outnumber their tickets are lowered."""
    tickets = _tickets(lines)
    kept = {
        product: _carried(product, number, qualifying(product, tickets, held)) if isinstance(product, AddOn) else number
        for product, number in lines.items()
    }
    return {product: number for product, number in kept.items() if number}


def _tickets(lines: Lines) -> list[tuple[int, int]]:
    """Return the tickets among the lines as (ticket type, how many)."""
    return [(product.pk, number) for product, number in lines.items() if isinstance(product, TicketType)]


def _carried(addon: AddOn, number: int, possible: int) -> int:
    """Return how many of an add-on so many fitting tickets carry: one each where only certain tickets fit."""
    if not possible:
        return 0
    return min(number, possible) if addon.requires_ticket_types.all() else number
