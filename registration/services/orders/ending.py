"""What happens when a waiting order ends without being paid: it gives back stock, voucher, discounts and store credit."""

from django.utils import timezone

from registration.models import Order
from registration.services import inventory
from registration.services.money.credit_ledger import restore
from registration.services.orders.states import Status, move


def end(order: Order) -> None:
    """Cancel a locked order that waits; last in the caller's transaction, because it takes the lock on the stock."""
    move(order, Status.CANCELLED)
    order.cancelled_at, order.hold_expires_at, order.plan = timezone.now(), None, {}
    order.save(update_fields=["status", "cancelled_at", "hold_expires_at", "plan", "updated_at"])
    restore(order)
    inventory.release(order)
