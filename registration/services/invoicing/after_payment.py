"""What an order's payment starts: the writing of its invoice."""

from registration.models import Order
from registration.tasks import write_invoice


def write_its_invoice(order: Order, **_kwargs: object) -> None:
    """Have the invoice of an order written that has just been paid; hears the signal `order_paid`."""
    write_invoice.enqueue(order.pk)
