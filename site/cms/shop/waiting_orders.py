"""Orders that wait for their payment, for pages on which their buyer would otherwise find an empty basket."""

from django.contrib.auth.models import AnonymousUser

from cms.shop.order_state import until_words
from conference.models import Conference, User
from registration.models import Order
from registration.queries.orders import waiting_orders


def waiting_for(user: User | AnonymousUser | None, conference: Conference) -> list[tuple[Order, str]]:
    """Return (order, until when in words) of the person's orders that keep tickets until they are paid.

    One SQL statement for somebody with an account, none for others.
    """
    if user is None or not user.is_authenticated:
        return []
    return [(order, until_words(order)) for order in waiting_orders(user, [conference])]
