"""Sending the mails of a paid order again."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registration.services.mails.notices import gets_bill
from registration.services.orders.resend import CHOICES, CONFIRMATION, INVITATIONS, resend
from staff.registration.acts import OrderActView


class ResendForm(forms.Form):
    """Which mails go out again."""

    what = forms.MultipleChoiceField(
        label=gettext_lazy("Send again"), choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )


class ResendView(OrderActView):
    """Sends the mails of a paid order again."""

    permissions = ("registration.resend_order",)
    page_title = gettext_lazy("Send the mails again")
    form_class = ResendForm
    verb = gettext_lazy("Send")

    def get_initial(self) -> dict:
        """Begin with the confirmation."""
        return {"what": [CONFIRMATION]}

    def consequences(self, form: ResendForm) -> list[str]:
        """Say who gets which mail."""
        sentences = []
        if CONFIRMATION in form.cleaned_data["what"]:
            sentences.append(
                _("%(email)s gets the confirmation with all tickets that nobody else has claimed.")
                % {"email": self.order.user.email}
            )
            if gets_bill(self.order):
                words = _("%(email)s gets the invoice, and no tickets.")
                sentences.append(words % {"email": self.order.billing_email})
        if INVITATIONS in form.cleaned_data["what"]:
            addresses = [ticket.email for ticket in self.detail.tickets if ticket.email and ticket.user_id is None]
            sentences.append(
                _("These get the link to their ticket: %(emails)s.") % {"emails": ", ".join(addresses)}
                if addresses
                else _("Nobody else: every ticket is claimed, or no address is known.")
            )
        return sentences

    def act(self, form: ResendForm) -> str:
        """Send them."""
        number = len(resend(self.order, what=form.cleaned_data["what"], by=self.request.user))
        return ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", number) % {
            "count": number
        }
