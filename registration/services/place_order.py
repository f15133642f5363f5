"""Placing an order: what the shop, the staff's desk and every other way to sell call."""

from registration.errors import CartClosedError
from registration.models import Cart, Order
from registration.queries.carts import order_of
from registration.services.checkout import Billing, Wishes, order_from
from registration.services.payment import PaymentService
from registration.services.selling.buyer_details import learn_name


def place_order(cart: Cart, *, billing: Billing, wishes: Wishes | None = None) -> Order:
    """Return the basket's order: a new one, or the one it became before, however often it is sent.

    An order with nothing to pay is PAID at once. A buyer whose account has no name gets that of the invoice. Raises what
    `CheckoutService.checkout` raises.
    """
    try:
        order = order_from(cart, billing=billing, wishes=wishes, completes_free=True)
    except CartClosedError:
        order = order_of(cart.pk, cart.user)  # the basket was sent before
        if order is None:
            raise
    learn_name(cart.user, billing.name)
    if order.status == Order.Status.PENDING and not order.total:
        PaymentService.record_comp(order)
        order.refresh_from_db()
    return order
