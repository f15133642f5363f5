"""Baskets of people with an account. A basket reserves nothing; what it holds is checked again at the checkout.

Every change begins with one guarded update of the basket's row, which also keeps it alive: changes and the checkout of
one basket follow each other, and nothing is added to a basket that became an order.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from conference.models import Conference, User
from registration.errors import CartClosedError, NotForSaleError
from registration.models import AddOn, Cart, CartItem, Product, TicketType, Voucher
from registration.queries.catalogue import Catalogue, load_catalogue
from registration.queries.stock import Counts
from registration.queries.tickets import HeldTicket
from registration.services.pricing import Priced
from registration.services.selling.lines import (
    Lines,
    changed,
    check_all,
    hidden_of,
    merged,
    with_more,
    with_numbers,
    without,
    without_lonely_addons,
)
from registration.services.selling.rules import Situation, Wanted
from registration.services.selling.situations import held_for, situation_of
from registration.services.selling.stored_cart import (
    Items,
    cart_items,
    kept_until,
    lines_of,
    touch,
    usable_cart,
    write_lines,
)
from registration.services.selling.summaries import CartSummary, LineItemSummary, price_for, summary_of
from registration.services.selling.vouchers import usable_voucher

__all__ = ["CartSummary", "LineItemSummary"]  # defined elsewhere, but these functions' answers


def get_or_create_cart(user: User, conference: Conference) -> Cart:
    """Return the person's open basket, a new one when there is none or its time is over."""
    cart = usable_cart(user, conference)
    if cart is None:
        try:
            with transaction.atomic():
                cart = Cart.objects.create(user=user, conference=conference, expires_at=kept_until())
        except IntegrityError:  # two tabs at the same moment: the database allows one open basket
            cart = Cart.objects.select_related("voucher").get(user=user, conference=conference, status=Cart.Status.OPEN)
    elif cart.expires_at is None:
        cart.expires_at = kept_until()
        Cart.objects.filter(pk=cart.pk).update(expires_at=cart.expires_at)
    return cart


def add_ticket(cart: Cart, ticket_type: TicketType, qty: int = 1) -> CartItem:
    """Put tickets into the basket; `NotForSaleError` or `CartClosedError` says why not."""
    return add(cart, [(ticket_type, qty)])[ticket_type]


def add_addon(cart: Cart, addon: AddOn, qty: int = 1) -> CartItem:
    """Put add-ons into the basket; `NotForSaleError` or `CartClosedError` says why not."""
    return add(cart, [(addon, qty)])[addon]


@transaction.atomic
def add(cart: Cart, wanted: Wanted) -> Items:
    """Put products into the basket, all of them or none, and return its lines.

    `NotForSaleError`, `SoldOutError` or `CartClosedError` says why not.
    """
    touch(cart)
    catalogue = load_catalogue(cart.conference)
    return _put_in(cart, cart_items(cart, catalogue), wanted, catalogue)


def add_to_open(
    user: User, conference: Conference, wanted: Wanted, *, catalogue: Catalogue, campaign: Mapping[str, str]
) -> Cart:
    """Put products into the person's open basket, as `add` does, and return it; a new one when there is none.

    What is refused leaves no new basket behind. `campaign` are the basket's `utm_…` fields; empty ones change nothing.
    """
    known = {name: value for name, value in campaign.items() if value}
    try:
        with transaction.atomic():
            return _add_to_open(user, conference, wanted, catalogue, known)
    except (IntegrityError, CartClosedError):  # at the same moment another tab made the basket, or ordered it
        with transaction.atomic():
            return _add_to_open(user, conference, wanted, catalogue, known)


def set_quantity(cart: Cart, product: Product, number: int) -> CartItem | None:
    """Set how many of one product, as `set_quantities` does, and return its line."""
    return set_quantities(cart, {product: number}).get(product)


@transaction.atomic
def set_quantities(cart: Cart, numbers: Mapping[Product, int]) -> Items:
    """Set how many of these products, all of them or none, and return the lines; the statements do not grow with them.

    0 or less takes a product out, and with a ticket the add-ons that no other ticket carries. `NotForSaleError` says why
    not so many.
    """
    touch(cart)
    catalogue = load_catalogue(cart.conference)
    items, wanted = cart_items(cart, catalogue), {catalogue.known(product): n for product, n in numbers.items()}
    lines = lines_of(items)
    situation = situation_of(cart.conference, cart.user, cart.voucher, changed(lines, wanted))
    return write_lines(cart, items, with_numbers(lines, wanted, situation))


@transaction.atomic
def remove_item(cart: Cart, item_id: int) -> None:
    """Take a line out, and with a ticket the add-ons that no other ticket of the basket carries."""
    update_quantity(cart, item_id, 0)


@transaction.atomic
def update_quantity(cart: Cart, item_id: int, qty: int) -> CartItem | None:
    """Set how many of a line; 0 or less takes it out. `NotForSaleError` says why not so many."""
    touch(cart)
    item = CartItem.objects.select_related("ticket_type", "addon").filter(cart=cart, pk=item_id).first()
    if item is None:
        raise NotForSaleError(_("This is not in your basket any more."))
    return set_quantity(cart, item.product, qty)


@transaction.atomic
def apply_voucher(cart: Cart, code: str) -> Voucher:
    """Put a voucher into the basket in place of another; `NotForSaleError` when the code cannot be used."""
    touch(cart)
    voucher = usable_voucher(cart.conference, code)
    cart.voucher = voucher
    cart.save(update_fields=["voucher", "updated_at"])
    return voucher


@transaction.atomic
def remove_voucher(cart: Cart) -> None:
    """Take the voucher out, and the hidden tickets that only it opened."""
    touch(cart, voucher=None)
    items = cart_items(cart, load_catalogue(cart.conference))
    lines = lines_of(items)
    write_lines(cart, items, _without(cart, lines, hidden_of(lines)))


def get_summary(cart: Cart) -> CartSummary:
    """Return the basket with its price."""
    return get_summary_from_items(cart, items_of(cart))


def get_summary_from_items(cart: Cart, items: list[CartItem]) -> CartSummary:
    """Return the price of lines that are at hand, with their products fetched."""
    return summary_of(priced(cart, items), [item.pk for item in items])


def priced(cart: Cart, items: list[CartItem]) -> Priced:
    """Return the price of a basket's lines for its owner and voucher; a voucher that ran out takes nothing off."""
    return price_for(cart.conference, cart.user, cart.voucher, [(item.product, item.quantity) for item in items])


def items_of(cart: Cart, *about_cart: str) -> list[CartItem]:
    """Return the basket's lines with their products (one SQL statement, and one for the add-ons' required tickets).

    `about_cart` names what else of the stored basket each line is to bring along, such as "cart__voucher".
    """
    items = CartItem.objects.filter(cart=cart).select_related("ticket_type", "addon", *about_cart)
    return list(items.prefetch_related("addon__requires_ticket_types"))


def check_cart(cart: Cart, items: list[CartItem], *, held: Sequence[HeldTicket]) -> None:
    """Raise why the basket cannot be ordered as it is, by somebody who has these tickets already.

    What is left is not asked here: the inventory has the last word.
    """
    situation = Situation(cart.conference, Counts(), cart.voucher, held)
    lines = {item.product: item.quantity for item in items}
    check_all(lines, lines, situation)


def _add_to_open(
    user: User, conference: Conference, wanted: Wanted, catalogue: Catalogue, campaign: dict[str, str]
) -> Cart:
    cart, items = usable_cart(user, conference), {}
    if cart is None:
        cart = Cart.objects.create(user=user, conference=conference, expires_at=kept_until(), **campaign)
    else:
        touch(cart, **campaign)
        items = cart_items(cart, catalogue)
    _put_in(cart, items, wanted, catalogue)
    return cart


def _put_in(cart: Cart, items: Items, wanted: Wanted, catalogue: Catalogue) -> Items:
    """Add to the lines of a basket that this transaction holds."""
    wanted = [(catalogue.known(product), number) for product, number in wanted]
    lines = lines_of(items)
    situation = situation_of(cart.conference, cart.user, cart.voucher, merged(lines, wanted))
    return write_lines(cart, items, with_more(lines, wanted, situation))


def _without(cart: Cart, lines: Lines, products: Collection[Product]) -> Lines:
    """Return the lines without these products, and without the add-ons that no ticket carries any more."""
    kept = without(lines, products)
    return without_lonely_addons(kept, held_for(cart.conference, cart.user, kept))
