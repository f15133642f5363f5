"""Baskets of people with an account, as they are stored. Nothing is changed here, not even a basket whose time is over."""

from django.db.models import Sum
from django.utils import timezone

from conference.models import Conference, User
from registration.models import Cart, CartItem, Order


def standing_cart(user: User, conference: Conference) -> Cart | None:
    """Return the person's one cart that was neither ordered nor closed, with its voucher (one SQL statement).

    Its time may be over: `is_over`.
    """
    standing = Cart.objects.filter(user=user, conference=conference, status=Cart.Status.OPEN)
    found = standing.select_related("voucher").first()
    if found is not None:
        found.user, found.conference = user, conference
    return found


def is_over(cart: Cart) -> bool:
    """Return whether the time of a standing cart is over."""
    return cart.expires_at is not None and cart.expires_at <= timezone.now()


def open_cart(user: User, conference: Conference) -> Cart | None:
    """Return the person's open cart with its voucher; `None` when there is none or its time is over (one SQL statement)."""
    found = standing_cart(user, conference)
    return None if found is None or is_over(found) else found


def units_in(cart: Cart) -> int:
    """Return how many things are in a cart (one SQL statement)."""
    return CartItem.objects.filter(cart=cart).aggregate(units=Sum("quantity"))["units"] or 0


def order_of(cart_pk: int, user: User) -> Order | None:
    """Return the order that a person's cart became, with its conference; `None` for none (one SQL statement)."""
    return Order.objects.filter(cart=cart_pk, user=user).select_related("conference").first()
