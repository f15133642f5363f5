"""A person's cart as it is stored: held, read and written in a number of SQL statements that does not grow with its lines."""

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.settings import get_config
from registration.errors import CartClosedError
from registration.models import Cart, CartItem, Product
from registration.queries.carts import is_over, standing_cart
from registration.queries.catalogue import Catalogue
from registration.services.selling.lines import Lines

Items = dict[Product, CartItem]


def kept_until() -> dt.datetime:
    """Return until when a basket is kept in which something happens now."""
    return timezone.now() + dt.timedelta(minutes=get_config().cart_expiry_minutes)


def usable_cart(user: User, conference: Conference) -> Cart | None:
    """Return the person's open basket with its voucher (one SQL statement); one whose time is over makes way for a new one."""
    cart = standing_cart(user, conference)
    if cart is None or not is_over(cart):
        return cart
    now = timezone.now()
    ended = Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN, expires_at__lte=now)
    ended.update(status=Cart.Status.EXPIRED, checkout_data={}, updated_at=now)
    return None


def touch(cart: Cart, **changes: object) -> None:
    """Hold the basket for this transaction, keep it alive and store changes of its fields (one SQL statement).

    `CartClosedError` when it is open no more.
    """
    changes = {**changes, "expires_at": kept_until()}
    _change_open(cart, timezone.now(), **changes)
    for name, value in changes.items():
        setattr(cart, name, value)


def close(cart: Cart, now: dt.datetime) -> None:
    """Take the basket out of circulation for good, unless the caller's transaction fails (one SQL statement).

    Whoever comes second finds it closed: `CartClosedError`.
    """
    _change_open(cart, now, status=Cart.Status.CHECKED_OUT, checkout_data={})


def _change_open(cart: Cart, now: dt.datetime, **changes: object) -> None:
    open_carts = Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN).exclude(expires_at__lte=now)
    if not open_carts.update(**changes, updated_at=now):
        raise CartClosedError(_("This basket is closed: it was ordered, or its time is over. Please fill a new one."))


def cart_items(cart: Cart, catalogue: Catalogue) -> Items:
    """Return a cart's lines by product, in the order in which they were put in (one SQL statement)."""
    named = {(ticket.pk, None): ticket for ticket in catalogue.tickets}
    named |= {(None, addon.pk): addon for addon in catalogue.addons}
    items = {(item.ticket_type_id, item.addon_id): item for item in CartItem.objects.filter(cart=cart).order_by("pk")}
    return {named[key]: item for key, item in items.items() if key in named}


def lines_of(items: Mapping[Product, CartItem]) -> Lines:
    """Return the lines of a cart as a basket's."""
    return {product: item.quantity for product, item in items.items()}


def write_lines(cart: Cart, items: Items, after: Lines) -> Items:
    """Store what changed in a cart's lines and return them: at most one SQL statement for what is new, changed and gone."""
    gone = [item.pk for product, item in items.items() if product not in after]
    if gone:
        CartItem.objects.filter(pk__in=gone).delete()
    new = {
        product: CartItem(cart=cart, quantity=number, **{product.line_field: product})
        for product, number in after.items()
        if product not in items
    }
    CartItem.objects.bulk_create(new.values())
    changed = {product: item for product, item in items.items() if after.get(product, item.quantity) != item.quantity}
    for product, item in changed.items():
        item.quantity = after[product]
    CartItem.objects.bulk_update(changed.values(), ["quantity"])
    return {product: items.get(product) or new[product] for product in after}
