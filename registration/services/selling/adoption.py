"""How a basket becomes a person's cart: a visitor's when they sign in, an ended one when they want it back."""

import datetime as dt
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference, User
from registration.errors import NotForSaleError
from registration.models import Cart, Voucher
from registration.queries.catalogue import load_catalogue
from registration.queries.tickets import held_by
from registration.services.cart import get_or_create_cart
from registration.services.selling.baskets import CAMPAIGN, Basket, empty
from registration.services.selling.baskets import lines_of as lines_of_basket
from registration.services.selling.lines import check_all
from registration.services.selling.situations import situation_of
from registration.services.selling.stored_cart import cart_items, lines_of, touch, write_lines
from registration.services.selling.vouchers import usable_voucher

REFILLABLE = dt.timedelta(days=1)


@dataclass
class Adopted:
    """A basket that became a cart; `told` says in sentences what did not fit any more."""

    cart: Cart
    told: list[str] = field(default_factory=list)


@transaction.atomic
def adopt(basket: Basket, user: User, conference: Conference) -> Adopted:
    """Merge the basket into the person's open cart, as far as the rules allow.

    Of a product that is in both, the larger number counts: who fills a basket twice wants it once.
    """
    told: list[str] = []
    cart = get_or_create_cart(user, conference)
    voucher = _voucher(cart, basket["voucher"], told)
    touch(cart, voucher=voucher, **basket["utm"])
    catalogue = load_catalogue(conference)
    items = cart_items(cart, catalogue)
    after, wanted = lines_of(items), lines_of_basket(basket, catalogue)
    held = held_by(user, conference)
    situation = situation_of(conference, user, voucher, {**after, **wanted}, held=held)
    for product, number in wanted.items():
        trial = {**after, product: max(after.get(product, 0), number)}
        try:
            check_all([product], trial, situation)
        except ValidationError as error:
            told += error.messages
        else:
            after = trial
    write_lines(cart, items, after)
    return Adopted(cart, told)


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


def _voucher(cart: Cart, code: str, told: list[str]) -> Voucher | None:
    """Return the voucher that the cart has from now on."""
    if not code:
        return cart.voucher
    try:
        return usable_voucher(cart.conference, code)
    except NotForSaleError as error:
        told += [_("%(code)s: %(problem)s") % {"code": code, "problem": " ".join(error.messages)}]
        return cart.voucher
