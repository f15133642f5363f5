"""Baskets of visitors who are not signed in: a plain dictionary that lies in their session, under the same rules as a cart.

    {"tickets": {"5": 2}, "addons": {"3": 1}, "voucher": "CODE", "utm": {"utm_source": "…"}}

Keys are primary keys as text, because sessions are JSON. What is in a basket may have become impossible meanwhile: what
reads it passes over products that are gone and asks the rules again.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, User
from registration.errors import NotForSaleError
from registration.models import AddOn, Cart, CartItem, Product, TicketType, Voucher
from registration.models.vouchers import normal_code
from registration.queries.catalogue import Catalogue, load_catalogue
from registration.queries.stock import count_products
from registration.queries.storefront import voucher_effect
from registration.services.cart import CartSummary, get_or_create_cart, summary_of, touch, usable_voucher
from registration.services.pricing import price
from registration.services.selling.cart_additions import Lines, check_all, merged, write_lines
from registration.services.selling.conditions import rules_for
from registration.services.selling.rules import Situation, held_ticket_types, qualifying

CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign")
CAMPAIGN_LENGTH = 200
LONGEST_CODE = 100
REFILLABLE = dt.timedelta(days=1)
Basket = dict


@dataclass
class Adopted:
    """A basket that became a cart; `told` says in sentences what did not fit any more."""

    cart: Cart
    told: list[str] = field(default_factory=list)


def empty() -> Basket:
    """Return a new basket."""
    return {"tickets": {}, "addons": {}, "voucher": "", "utm": {}}


def count_of(basket: Basket) -> int:
    """Return how many things are in it."""
    return sum(basket["tickets"].values()) + sum(basket["addons"].values())


def lines_of(basket: Basket, catalogue: Catalogue) -> Lines:
    """Return {product: quantity} in the order of the catalogue; products that do not exist any more are left out."""
    stored = {("ticket", pk): number for pk, number in basket["tickets"].items()}
    stored |= {("addon", pk): number for pk, number in basket["addons"].items()}
    named = {(product.kind, str(product.pk)): product for product in catalogue.products}
    return {product: stored[name] for name, product in named.items() if name in stored}


def add(
    basket: Basket,
    conference: Conference,
    wanted: Iterable[tuple[Product, int]],
    *,
    catalogue: Catalogue | None = None,
) -> None:
    """Put products into the basket, all of them or none: `NotForSaleError` or `SoldOutError` says why not.

    At most five SQL statements, one less with a `catalogue` at hand, whatever the number of products.
    """
    wanted = list(wanted)
    catalogue = catalogue or load_catalogue(conference)
    lines = lines_of(basket, catalogue)
    after = merged(lines, wanted)
    situation = Situation(conference, count_products(conference), voucher_of(basket, conference))
    check_all([product for product, _number in wanted], after, situation)
    _store(basket, after)


def set_quantity(basket: Basket, conference: Conference, product: Product, quantity: int) -> None:
    """Set how many of a product; 0 or less takes it out, and with a ticket the add-ons that no other ticket carries."""
    lines = lines_of(basket, load_catalogue(conference))
    if quantity <= 0:
        lines.pop(product, None)
    else:
        lines[product] = quantity
        situation = Situation(conference, count_products(conference), voucher_of(basket, conference))
        check_all([product], lines, situation)
    _store(basket, without_lonely_addons(lines))


def apply_voucher(basket: Basket, conference: Conference, code: str) -> Voucher:
    """Put a voucher into the basket in place of another; `NotForSaleError` when the code cannot be used."""
    voucher = usable_voucher(conference, readable_code(code))
    basket["voucher"] = voucher.code
    return voucher


def remove_voucher(basket: Basket, conference: Conference) -> None:
    """Take the voucher out, and the hidden tickets that only it opened."""
    basket["voucher"] = ""
    lines = lines_of(basket, load_catalogue(conference))
    seen = {product: number for product, number in lines.items() if not getattr(product, "requires_voucher", False)}
    _store(basket, without_lonely_addons(seen))


def voucher_of(basket: Basket, conference: Conference) -> Voucher | None:
    """Return the basket's voucher with its scope (at most three SQL statements); `None` when it is gone."""
    if not basket["voucher"]:
        return None
    found = Voucher.objects.filter(conference=conference, code=basket["voucher"])
    return found.prefetch_related("applicable_ticket_types", "applicable_addons").first()


def summary(basket: Basket, conference: Conference, user: User | None = None) -> CartSummary:
    """Return the basket with its price; the lines' `item_id` is the product's primary key."""
    lines = lines_of(basket, load_catalogue(conference))
    result = price(
        lines.items(),
        rules=rules_for(conference, user),
        voucher=voucher_effect(voucher_of(basket, conference)),
        currency=conference.effective_currency,
    )
    return summary_of(result, [product.pk for product in lines])


def note_campaign(basket: Basket, parameters: Mapping[str, str]) -> None:
    """Keep which advertisement brought the visitor; the latest one that says anything counts."""
    found = {name: parameters.get(name, "").replace("\x00", "")[:CAMPAIGN_LENGTH] for name in CAMPAIGN}
    if any(found.values()):
        basket["utm"] = {name: value for name, value in found.items() if value}


def adopt(basket: Basket, user: User, conference: Conference) -> Adopted:
    """Merge the basket into the person's open cart, as far as the rules allow.

    Of a product that is in both, the larger number counts: who fills a basket twice wants it once.
    """
    return _into_cart(basket, user, conference, max)


def ended_cart(user: User, conference: Conference) -> Cart | None:
    """Return the person's cart whose time ended within the last day, if something was in it (one SQL statement)."""
    now = timezone.now()
    over = Cart.objects.filter(user=user, conference=conference, status__in=(Cart.Status.OPEN, Cart.Status.EXPIRED))
    over = over.filter(expires_at__lte=now, expires_at__gt=now - REFILLABLE, items__isnull=False)
    return over.select_related("voucher").order_by("-expires_at").first()


def refill(user: User, conference: Conference) -> Adopted:
    """Put what was in the cart that ended last into a new one, as far as the rules still allow.

    `NotForSaleError` when there is none.
    """
    ended = ended_cart(user, conference)
    if ended is None:
        raise NotForSaleError(_("There is no basket of yours that ended within the last day."))
    basket = empty()
    for ticket, addon, number in ended.items.order_by("pk").values_list("ticket_type_id", "addon_id", "quantity"):
        basket["tickets" if ticket else "addons"][str(ticket or addon)] = number
    basket["voucher"] = ended.voucher.code if ended.voucher else ""
    basket["utm"] = {name: getattr(ended, name) for name in CAMPAIGN if getattr(ended, name)}
    return adopt(basket, user, conference)


def cart_items(cart: Cart, catalogue: Catalogue) -> dict[Product, CartItem]:
    """Return a cart's lines by product, in the order in which they were put in (one SQL statement)."""
    named = {(ticket.pk, None): ticket for ticket in catalogue.tickets}
    named |= {(None, addon.pk): addon for addon in catalogue.addons}
    items = {(item.ticket_type_id, item.addon_id): item for item in CartItem.objects.filter(cart=cart).order_by("pk")}
    return {named[key]: item for key, item in items.items() if key in named}


def without_lonely_addons(lines: Lines, held: Sequence[int] = ()) -> Lines:
    """Return the lines without add-ons that no ticket carries; those that outnumber their tickets are lowered."""
    tickets = [(product.pk, number) for product, number in lines.items() if isinstance(product, TicketType)]
    tickets += [(pk, 1) for pk in held]
    kept = {}
    for product, number in lines.items():
        if isinstance(product, AddOn):
            kept[product] = _carried(product, number, qualifying(product, tickets))
        else:
            kept[product] = number
    return {product: number for product, number in kept.items() if number}


def _carried(addon: AddOn, number: int, possible: int) -> int:
    """Return how many of an add-on so many fitting tickets carry: one each where only certain tickets fit."""
    if not possible:
        return 0
    return min(number, possible) if addon.requires_ticket_types.all() else number


def readable_code(code: str) -> str:
    """Return what somebody typed as a code, in a form that can be looked for."""
    return normal_code(code.replace("\x00", ""))[:LONGEST_CODE]


def _into_cart(basket: Basket, user: User, conference: Conference, number_of: Callable[[int, int], int]) -> Adopted:
    told: list[str] = []
    with transaction.atomic():
        cart = get_or_create_cart(user, conference)
        touch(cart)
        if basket["voucher"]:
            _take_voucher(cart, basket["voucher"], conference, told)
        for name, value in basket["utm"].items():
            setattr(cart, name, value)
        cart.save(update_fields=["voucher", *CAMPAIGN, "updated_at"])
        catalogue = load_catalogue(conference)
        items = cart_items(cart, catalogue)
        after = {product: item.quantity for product, item in items.items()}
        situation = _situation(cart, conference, dict.fromkeys(catalogue.products, 1))
        for product, quantity in lines_of(basket, catalogue).items():
            trial = {**after, product: number_of(after.get(product, 0), quantity)}
            try:
                check_all([product], trial, situation)
            except ValidationError as error:
                told += error.messages
            else:
                after = trial
        write_lines(cart, items, after)
    return Adopted(cart, told)


def _take_voucher(cart: Cart, code: str, conference: Conference, told: list[str]) -> None:
    try:
        cart.voucher = usable_voucher(conference, code)
    except NotForSaleError as error:
        told += [_("%(code)s: %(problem)s") % {"code": code, "problem": " ".join(error.messages)}]


def _situation(cart: Cart, conference: Conference, lines: Lines) -> Situation:
    has_addons = any(isinstance(product, AddOn) for product in lines)
    voucher_effect(cart.voucher)  # fetches its scope once for all tickets that ask
    return Situation(
        conference,
        count_products(conference, buyer=cart.user_id),
        cart.voucher,
        held_ticket_types(cart.user, conference) if has_addons else (),
    )


def _store(basket: Basket, lines: Lines) -> None:
    basket["tickets"] = {str(p.pk): number for p, number in lines.items() if isinstance(p, TicketType)}
    basket["addons"] = {str(p.pk): number for p, number in lines.items() if isinstance(p, AddOn)}
