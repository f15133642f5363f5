"""Making an order's invoice out to somebody else because the buyer asks for it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import User
from conference.scope import require_open
from registration.models import Invoice, Order
from registration.services.checkout import Billing
from registration.services.invoices import cancel_and_reissue, current_invoice

CORRECTED = "registration.invoice_corrected"


def correct_invoice(order: Order, *, billing: Billing, by: User) -> Invoice:
    """Cancel the order's invoice, write a new one with these words and return it; noted in the order's history.

    `ValidationError` when there is no invoice yet, or when it says so already.
    """
    require_open(order.conference)
    invoice = current_invoice(order)
    if invoice is None:
        raise ValidationError(_("This order has no invoice yet."))
    new = cancel_and_reissue(invoice, billing=billing)
    if new.pk == invoice.pk:
        raise ValidationError(_("The invoice says exactly this already."))
    log(instance=order, action=CORRECTED, user=by, data={"old": invoice.full_number, "new": new.full_number})
    return new
