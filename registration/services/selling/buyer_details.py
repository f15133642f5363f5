"""What buyers type at the checkout: kept with the basket until it is an order, and what is learned from it then."""

from collections.abc import Mapping

from django.utils import timezone

from conference.models import User
from registration.models import Cart


def keep_details(cart: Cart, fields: Mapping[str, str]) -> None:
    """Keep {name of a control: what was typed} with the basket; a basket that is open no more keeps nothing.

    What lies there is deleted when the basket is ordered or its time is over, so it must not come back afterwards.
    """
    kept = {"fields": dict(fields)}
    open_carts = Cart.objects.filter(pk=cart.pk, status=Cart.Status.OPEN)
    if open_carts.update(checkout_data=kept, updated_at=timezone.now()):
        cart.checkout_data = kept


def learn_name(user: User, name: str) -> None:
    """Give an account that was made by a code the name of its first invoice; a name that is there stays."""
    if not user.name and User.objects.filter(pk=user.pk, name="").update(name=name):
        user.name = name
