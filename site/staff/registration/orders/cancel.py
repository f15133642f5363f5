"""Cancelling an order that waits for its payment."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.money import ZERO
from registration.models import Payment
from registration.services.orders.cancelling import cancel_by_staff
from staff.registration.acts import OrderActView
from staff.registration.money import amount_words


class CancelOrderView(OrderActView):
    """Cancels an order that waits for its payment."""

    permissions = ("registration.cancel_order",)
    page_title = gettext_lazy("Cancel the order")
    verb = gettext_lazy("Cancel the order")
    is_danger = True

    def consequences(self, _form: forms.Form) -> list[str]:
        """Say what becomes free, and what is not sent."""
        units = sum(line.quantity for line in self.detail.lines)
        sentences = [
            ngettext("%(count)d place or add-on is free again.", "%(count)d places and add-ons are free again.", units)
            % {"count": units},
            _("The buyer cannot pay it any more. They get no mail about it: tell them if they should know."),
        ]
        by_credit = [payment.amount for payment in self.detail.payments if payment.method == Payment.Method.CREDIT]
        credit = sum(by_credit, ZERO)
        if credit > ZERO:
            given = {"amount": amount_words(credit, self.order.currency)}
            sentences.append(_("%(amount)s of store credit is the buyer’s again.") % given)
        return sentences

    def act(self, _form: forms.Form) -> str:
        """Cancel it."""
        cancel_by_staff(self.order, by=self.request.user)
        return _("The order %(reference)s is cancelled.") % {"reference": self.order.reference}
