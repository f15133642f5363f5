"""Placing an order: what the shop, the staff's desk and every other way to sell call."""

from registration.errors import CartClosedError
from registration.models import Cart, Order
from registration.services.checkout import Billing, CheckoutService, Wishes
from registration.services.payment import PaymentService


def place_order(cart: Cart, *, billing: Billing, wishes: Wishes | None = None) -> Order:
    """Return the basket's order: a new one, or the one it became before, however often it is sent.

    An order with nothing to pay is PAID at once. Raises what `CheckoutService.checkout` raises.
    """
    order = _order_of(cart)
    if order is None:
        try:
            order = CheckoutService.checkout(cart, billing=billing, wishes=wishes)
        except CartClosedError:
            order = _order_of(cart)  # the same basket was sent twice at the same moment
            if order is None:
                raise
    if order.status == Order.Status.PENDING and not order.total:
        PaymentService.record_comp(order)
        order.refresh_from_db()
    return order


def _order_of(cart: Cart) -> Order | None:
    return Order.objects.filter(cart=cart).select_related("conference").first()
