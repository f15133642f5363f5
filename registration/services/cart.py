"""Baskets of people with an account. A basket reserves nothing; what it holds is checked again at the checkout.

Every change begins with one guarded update of the basket's row, which also keeps it alive: changes and the checkout of
one basket follow each other, and nothing is added to a basket that became an order.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.settings import get_config
from registration.errors import CartClosedError, NotForSaleError
from registration.models import AddOn, Cart, CartItem, Product, TicketType, Voucher
from registration.models.vouchers import normal_code
from registration.queries.stock import Concerned, Counts, count
from registration.services.pricing import Priced, effect_of, price
from registration.services.selling.conditions import rules_for
from registration.services.selling.rules import (
    Situation,
    check,
    check_line,
    check_places,
    held_ticket_types,
    qualifying,
)


@dataclass(frozen=True)
class LineItemSummary:
    """A line as the basket shows it. `discount` came from the voucher, `condition_discount` from a condition."""

    item_id: int
    description: str
    quantity: int
    unit_price: Decimal
    discount: Decimal
    line_total: Decimal
    condition_discount: Decimal = Decimal("0.00")
    condition_name: str = ""
    product: Product | None = None


@dataclass(frozen=True)
class CartSummary:
    """A basket with its price, in the conference's currency; `total` is the sum of the lines."""

    items: list[LineItemSummary]
    subtotal: Decimal
    discount: Decimal
    total: Decimal
    condition_discount: Decimal = Decimal("0.00")
    condition_discounts: list[tuple[str, Decimal]] = field(default_factory=list)
    tax: Decimal = Decimal("0.00")


def get_or_create_cart(user: User, conference: Conference) -> Cart:
    """Return the person's open basket, a new one when there is none or its time is over."""
    now = timezone.now()
    carts = Cart.objects.filter(user=user, conference=conference, status=Cart.Status.OPEN)
    carts.filter(expires_at__lte=now).update(status=Cart.Status.EXPIRED, checkout_data={}, updated_at=now)
    cart = carts.select_related("voucher").first()
    if cart is None:
        try:
            with transaction.atomic():
                cart = Cart.objects.create(user=user, conference=conference, expires_at=_kept_until())
        except IntegrityError:  # two tabs at the same moment: the database allows one open basket
            cart = carts.select_related("voucher").get()
    elif cart.expires_at is None:
        Cart.objects.filter(pk=cart.pk).update(expires_at=_kept_until())
        cart.refresh_from_db(fields=["expires_at"])
    return cart


@transaction.atomic
def add_ticket(cart: Cart, ticket_type: TicketType, qty: int = 1) -> CartItem:
    """Put tickets into the basket; `NotForSaleError` or `CartClosedError` says why not."""
    return _add(cart, ticket_type, qty)


@transaction.atomic
def add_addon(cart: Cart, addon: AddOn, qty: int = 1) -> CartItem:
    """Put add-ons into the basket; `NotForSaleError` or `CartClosedError` says why not."""
    return _add(cart, addon, qty)


@transaction.atomic
def remove_item(cart: Cart, item_id: int) -> None:
    """Take a line out, and with a ticket the add-ons that no other ticket of the basket carries."""
    touch(cart)
    _item(cart, item_id).delete()
    _drop_lonely_addons(cart)


@transaction.atomic
def update_quantity(cart: Cart, item_id: int, qty: int) -> CartItem | None:
    """Set how many of a line; 0 or less takes it out. `NotForSaleError` says why not so many."""
    if qty <= 0:
        remove_item(cart, item_id)
        return None
    touch(cart)
    items = items_of(cart)
    item = next((item for item in items if item.pk == item_id), None) or _item(cart, item_id)
    wanted = [(other.product, qty if other.pk == item.pk else other.quantity) for other in items]
    _check_line(cart, item.product, qty, wanted)
    item.quantity = qty
    item.save(update_fields=["quantity"])
    _drop_lonely_addons(cart)
    return item


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
    touch(cart)
    cart.voucher = None
    cart.save(update_fields=["voucher", "updated_at"])
    cart.items.filter(ticket_type__requires_voucher=True).delete()
    _drop_lonely_addons(cart)


def get_summary(cart: Cart) -> CartSummary:
    """Return the basket with its price."""
    return get_summary_from_items(cart, items_of(cart))


def get_summary_from_items(cart: Cart, items: list[CartItem]) -> CartSummary:
    """Return the price of lines that are at hand, with their products fetched."""
    return summary_of(priced(cart, items), [item.pk for item in items])


def priced(cart: Cart, items: list[CartItem]) -> Priced:
    """Return the price of a basket's lines for its owner and voucher; a voucher that ran out takes nothing off."""
    voucher = cart.voucher if cart.voucher_id and cart.voucher.is_valid else None
    return price(
        [(item.product, item.quantity) for item in items],
        rules=rules_for(cart.conference, cart.user),
        voucher=effect_of(voucher),
        currency=cart.conference.effective_currency,
    )


def summary_of(result: Priced, item_ids: list[int]) -> CartSummary:
    """Return a priced basket in the form that pages show."""
    lines = [
        LineItemSummary(
            item_id=item_id,
            description=line.product.name,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount=line.voucher_discount,
            line_total=line.line_total,
            condition_discount=line.condition_discount,
            condition_name=line.condition_name,
            product=line.product,
        )
        for item_id, line in zip(item_ids, result.lines, strict=True)
    ]
    by_name: dict[str, Decimal] = {}
    for line in result.lines:
        if line.condition_discount:
            by_name[line.condition_name] = by_name.get(line.condition_name, Decimal(0)) + line.condition_discount
    return CartSummary(
        items=lines,
        subtotal=result.subtotal,
        discount=result.voucher_discount,
        total=result.total,
        condition_discount=result.condition_discount,
        condition_discounts=list(by_name.items()),
        tax=result.tax,
    )


def items_of(cart: Cart, *about_cart: str) -> list[CartItem]:
    """Return the basket's lines with their products (one SQL statement, and one for the add-ons' required tickets).

    `about_cart` names what else of the stored basket each line is to bring along, such as "cart__voucher".
    """
    items = CartItem.objects.filter(cart=cart).select_related("ticket_type", "addon", *about_cart)
    return list(items.prefetch_related("addon__requires_ticket_types"))


def usable_voucher(conference: Conference, code: str) -> Voucher:
    """Return the voucher with that code; `NotForSaleError` when there is none, or it cannot be used now."""
    voucher = Voucher.objects.filter(conference=conference, code=normal_code(code)[:100]).first()
    if voucher is None:
        raise NotForSaleError(_("There is no voucher with this code. Check it for mistyped letters."))
    require_usable(voucher)
    return voucher


def require_usable(voucher: Voucher) -> None:
    """Raise `NotForSaleError` when a voucher cannot be used now."""
    now = timezone.now()
    if not voucher.is_active or (voucher.valid_until and voucher.valid_until < now):
        raise NotForSaleError(_("This voucher is not valid any more."))
    if voucher.valid_from and now < voucher.valid_from:
        raise NotForSaleError(_("This voucher is not valid yet."))
    if voucher.times_used >= voucher.max_uses:
        raise NotForSaleError(_("This voucher has been used up."))


def check_cart(cart: Cart, items: list[CartItem], *, held: tuple[int, ...]) -> None:
    """Raise why the basket cannot be ordered as it is, by somebody who has tickets of the types `held` already.

    What is left is not asked here: the inventory has the last word.
    """
    situation = Situation(cart.conference, Counts(), cart.voucher, held)
    check([(item.product, item.quantity) for item in items], situation)


def _add(cart: Cart, product: Product, quantity: int) -> CartItem:
    touch(cart)
    items = items_of(cart)
    item = next((item for item in items if item.product == product), None)
    total = quantity + (item.quantity if item else 0)
    wanted = [(other.product, other.quantity) for other in items if other is not item] + [(product, total)]
    if quantity < 1:
        raise NotForSaleError(_("Choose a number from 1."))
    _check_line(cart, product, total, wanted)
    if item is None:
        return CartItem.objects.create(cart=cart, quantity=quantity, **{product.line_field: product})
    item.quantity = total
    item.save(update_fields=["quantity"])
    return item


def _check_line(cart: Cart, product: Product, quantity: int, wanted: list[tuple[Product, int]]) -> None:
    situation = _situation(cart, [product])
    check_line(product, quantity, wanted, situation)
    check_places(wanted, situation)


def _situation(cart: Cart, products: list[Product]) -> Situation:
    concerned = Concerned(
        tickets=[product.pk for product in products if isinstance(product, TicketType)],
        addons=[product.pk for product in products if isinstance(product, AddOn)],
        buyer=cart.user_id,
    )
    has_addons = any(isinstance(product, AddOn) for product in products)
    return Situation(
        conference=cart.conference,
        counts=count(cart.conference, concerned),
        voucher=cart.voucher,
        held_ticket_types=held_ticket_types(cart.user, cart.conference) if has_addons else (),
    )


def _item(cart: Cart, item_id: int) -> CartItem:
    item = CartItem.objects.filter(cart=cart, pk=item_id).first()
    if item is None:
        raise NotForSaleError(_("This is not in your basket any more."))
    return item


def _drop_lonely_addons(cart: Cart) -> None:
    """Take out add-ons that no ticket carries any more, and lower those that now outnumber their tickets."""
    items = items_of(cart)
    if not any(item.addon_id for item in items):
        return
    tickets = [(item.ticket_type_id, item.quantity) for item in items if item.ticket_type_id]
    tickets += [(pk, 1) for pk in held_ticket_types(cart.user, cart.conference)]
    for item in items:
        if not item.addon_id:
            continue
        possible = qualifying(item.addon, tickets)
        if not possible:
            item.delete()
        elif item.addon.requires_ticket_types.all() and item.quantity > possible:
            item.quantity = possible
            item.save(update_fields=["quantity"])


def touch(cart: Cart) -> None:
    """Hold the basket for this transaction and keep it alive; `CartClosedError` when it is open no more."""
    now, until = timezone.now(), _kept_until()
    open_carts = Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN).exclude(expires_at__lte=now)
    if not open_carts.update(expires_at=until, updated_at=now):
        raise CartClosedError(_("This basket is closed: it was ordered, or its time is over. Please fill a new one."))
    cart.expires_at = until


def _kept_until() -> datetime:
    return timezone.now() + timedelta(minutes=get_config().cart_expiry_minutes)
