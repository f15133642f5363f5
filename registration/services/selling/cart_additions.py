"""Putting several products into a person's cart at once: the statements do not grow with the products."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.settings import get_config
from registration.errors import NotForSaleError
from registration.models import AddOn, Cart, CartItem, Product, TicketType
from registration.queries.catalogue import Catalogue
from registration.queries.stock import count_products
from registration.queries.storefront import voucher_effect
from registration.services.selling.rules import (
    Situation,
    check_line,
    check_places,
    held_ticket_types,
    qualifying,
)

Lines = dict[Product, int]
Wanted = Sequence[tuple[Product, int]]


def add_products(
    user: User, conference: Conference, wanted: Wanted, *, catalogue: Catalogue, campaign: Mapping[str, str]
) -> Cart:
    """Put products into the person's open cart, all of them or none, and return it; a new one when there is none.

    `NotForSaleError` or `SoldOutError` says why not. `campaign` are the cart's `utm_…` fields; empty ones change nothing.
    """
    known = {name: value for name, value in campaign.items() if value}
    try:
        with transaction.atomic():
            return _add(user, conference, wanted, catalogue, known)
    except IntegrityError:  # two tabs made the person's first cart at the same moment: now there is one
        with transaction.atomic():
            return _add(user, conference, wanted, catalogue, known)


def merged(lines: Lines, wanted: Iterable[tuple[Product, int]]) -> Lines:
    """Return the lines with so many more; `NotForSaleError` for less than one of anything."""
    after = dict(lines)
    for product, quantity in wanted:
        if quantity < 1:
            raise NotForSaleError(_("Choose a number from 1."))
        after[product] = after.get(product, 0) + quantity
    return after


def check_all(products: Iterable[Product], lines: Lines, situation: Situation) -> None:
    """Raise why these products cannot be had in that number among these lines."""
    wanted = list(lines.items())
    for product in products:
        if lines.get(product):
            check_line(product, lines[product], wanted, situation)
    check_places(wanted, situation)


def write_lines(cart: Cart, items: Mapping[Product, CartItem], after: Lines) -> None:
    """Store what changed in a cart's lines: new ones by one statement, others by another."""
    CartItem.objects.bulk_create(
        CartItem(cart=cart, quantity=number, **{product.line_field: product})
        for product, number in after.items()
        if product not in items
    )
    changed = [(items[product], number) for product, number in after.items() if product in items]
    changed = [(item, number) for item, number in changed if item.quantity != number]
    for item, number in changed:
        item.quantity = number
    CartItem.objects.bulk_update([item for item, _number in changed], ["quantity"])


def _add(user: User, conference: Conference, wanted: Wanted, catalogue: Catalogue, campaign: dict[str, str]) -> Cart:
    cart, items = _held_open(user, conference, catalogue)
    after = merged({product: item.quantity for product, item in items.items()}, wanted)
    products = [product for product, _number in wanted]
    check_all(products, after, _situation(user, conference, cart, products, after))
    until = timezone.now() + dt.timedelta(minutes=get_config().cart_expiry_minutes)
    if cart is None:
        cart = Cart.objects.create(user=user, conference=conference, expires_at=until, **campaign)
    else:
        cart.expires_at = until
        Cart.objects.filter(pk=cart.pk).update(expires_at=until, updated_at=timezone.now(), **campaign)
    write_lines(cart, items, after)
    return cart


def _held_open(user: User, conference: Conference, catalogue: Catalogue) -> tuple[Cart | None, dict[Product, CartItem]]:
    """Return the open cart, locked, with its lines by product (one SQL statement); one whose time is over is closed."""
    rows = list(
        Cart.objects.select_for_update(of=("self",), no_key=True)
        .filter(user=user, conference=conference, status=Cart.Status.OPEN)
        .select_related("voucher")
        .annotate(
            item=F("items__pk"),
            ticket=F("items__ticket_type"),
            extra=F("items__addon"),
            number=F("items__quantity"),
        )
        .order_by("item")
    )
    if not rows:
        return None, {}
    cart = rows[0]
    if cart.expires_at is not None and cart.expires_at <= timezone.now():
        ended = {"status": Cart.Status.EXPIRED, "checkout_data": {}, "updated_at": timezone.now()}
        Cart.objects.filter(pk=cart.pk).update(**ended)
        return None, {}
    named = {(ticket.pk, None): ticket for ticket in catalogue.tickets}
    named |= {(None, addon.pk): addon for addon in catalogue.addons}
    return cart, {
        named[row.ticket, row.extra]: CartItem(
            pk=row.item, cart=cart, ticket_type_id=row.ticket, addon_id=row.extra, quantity=row.number
        )
        for row in rows
        if (row.ticket, row.extra) in named
    }


def _situation(
    user: User, conference: Conference, cart: Cart | None, products: Sequence[Product], after: Lines
) -> Situation:
    """Return what the rules ask; what only hidden tickets and lonely add-ons need is looked up for them alone."""
    voucher = cart.voucher if cart is not None else None
    if any(getattr(product, "requires_voucher", False) for product in products):
        voucher_effect(voucher)  # fetches its scope once for all tickets that ask
    tickets = [(product.pk, number) for product, number in after.items() if isinstance(product, TicketType)]
    needs_others = any(
        qualifying(product, tickets) < after[product] for product in products if isinstance(product, AddOn)
    )
    return Situation(
        conference,
        count_products(conference, buyer=user.pk),
        voucher,
        held_ticket_types(user, conference) if needs_others else (),
    )
