"""Which state of an order may follow which; nothing goes back."""

from django.utils.translation import gettext as _

from registration.errors import WrongStateError
from registration.models import Order

Status = Order.Status
ALLOWED_TRANSITIONS = {
    Status.PENDING: {Status.PAID, Status.CANCELLED},
    Status.PAID: {Status.PARTIALLY_REFUNDED, Status.REFUNDED},
    # A refund that fails later brings an order back to what its money says.
    Status.PARTIALLY_REFUNDED: {Status.REFUNDED, Status.PAID},
    Status.REFUNDED: {Status.PARTIALLY_REFUNDED, Status.PAID},
    # Money that came after the hold ended revives an order if there is still stock for it.
    Status.CANCELLED: {Status.PENDING},
}


# one statement instead of four where a mail is written next
MAILS_SAY = ("conference__facts", "conference__brand", "conference__feature_flags")


def lock_order(order: Order) -> Order:
    """Return the order as it is stored, locked until the transaction ends, with its buyer and what mails say of its conference."""
    return (
        Order.objects.select_for_update(of=("self",), no_key=True).select_related("user", *MAILS_SAY).get(pk=order.pk)
    )


def move(order: Order, status: str) -> None:
    """Set a locked order's state in memory; `WrongStateError` when it may not follow. The caller saves."""
    if status not in ALLOWED_TRANSITIONS[order.status]:
        raise WrongStateError(
            _("The order %(reference)s is “%(state)s”: this cannot be done any more."),
            params={"reference": order.reference, "state": order.get_status_display()},
        )
    order.status = status
