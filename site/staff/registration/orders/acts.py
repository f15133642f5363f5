"""What is done with an order: money recorded, mails sent again, the order cancelled."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.money import ZERO
from registration.models import Order, Payment
from registration.services.mails.notices import gets_bill
from registration.services.orders.cancelling import cancel_by_staff
from registration.services.orders.resend import CHOICES, resend
from registration.services.payment import PaymentService
from staff.columns import moment_in_zone
from staff.registration.acts import OrderActView
from staff.registration.money import amount_words

CASH, TRANSFER = "cash", "transfer"


class RecordPaymentForm(forms.Form):
    """Money that arrived outside of the site."""

    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), max_digits=10, decimal_places=2, min_value=Decimal("0.01")
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[(TRANSFER, gettext_lazy("Bank transfer")), (CASH, gettext_lazy("Cash"))],
        widget=forms.RadioSelect,
        initial=TRANSFER,
    )
    reference = forms.CharField(
        label=gettext_lazy("The bank’s reference"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As on the statement, so that the money is found again."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    seen = forms.DecimalField(widget=forms.HiddenInput)

    def __init__(self, *args: object, order: Order, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.order = order
        self.fields["amount"].label = _("Amount in %(currency)s") % {"currency": order.currency}

    def clean(self) -> dict:
        """Ask for the bank's reference of a transfer."""
        cleaned = super().clean()
        if cleaned.get("way") == TRANSFER and not cleaned.get("reference", "").strip():
            self.add_error("reference", _("Write the bank’s reference, so that the money is found again."))
        return cleaned


class RecordPaymentView(OrderActView):
    """Records money that came by bank transfer or in cash."""

    permissions = ("registration.record_payment",)
    page_title = gettext_lazy("Record a payment")
    form_class = RecordPaymentForm

    def get_form_kwargs(self) -> dict:
        """Return what the form is made from."""
        return {**super().get_form_kwargs(), "order": self.order}

    def get_initial(self) -> dict:
        """Begin with what is due, and with how much had come when the form was opened."""
        return {**super().get_initial(), "amount": self.detail.due or None, "seen": self.detail.paid}

    def verb_for(self, form: RecordPaymentForm) -> str:
        """Return the words on the button."""
        return _("Record %(amount)s") % {"amount": self.words(form.cleaned_data["amount"])}

    def words(self, amount: Decimal) -> str:
        """Return an amount with the order's currency."""
        return amount_words(amount, self.order.currency)

    def consequences(self, form: RecordPaymentForm) -> list[str]:
        """Say what the money would do to the order."""
        amount, due, status = form.cleaned_data["amount"], self.detail.due, self.order.status
        if status == Order.Status.CANCELLED:
            return [
                _("The order had ended. Its places are taken again if there are still some, and it is paid then."),
                _("If not, it stays cancelled, and the money is listed under “Differences” until you send it back."),
            ]
        if status != Order.Status.PENDING:
            return [
                _("The order is paid already: all of %(amount)s is too much, and is listed under “Differences”.")
                % {"amount": self.words(amount)}
            ]
        if amount < due:
            return [
                _("%(rest)s stays to be paid; the places are held until %(until)s.")
                % {"rest": self.words(due - amount), "until": moment_in_zone(self.order.hold_expires_at)}
            ]
        return [*self._completes(), *self._too_much(amount - due)]

    def _completes(self) -> list[str]:
        tickets = sum(line.quantity for line in self.detail.lines if line.ticket_type_id)
        text = ngettext(
            "The order becomes paid: %(count)d ticket is made, and the confirmation goes to %(email)s.",
            "The order becomes paid: %(count)d tickets are made, and the confirmation goes to %(email)s.",
            tickets,
        )
        return [text % {"count": tickets, "email": self.order.user.email}]

    def _too_much(self, rest: Decimal) -> list[str]:
        if rest <= ZERO:
            return []
        return [_("%(rest)s is too much, and is listed under “Differences”.") % {"rest": self.words(rest)}]

    def act(self, form: RecordPaymentForm) -> str:
        """Record it."""
        values = form.cleaned_data
        PaymentService.record_manual(
            self.order,
            amount=values["amount"],
            reference=values["reference"],
            note=values["note"],
            staff_user=self.request.user,
            is_cash=values["way"] == CASH,
            seen_paid=values["seen"],
        )
        return _("%(amount)s is recorded.") % {"amount": self.words(values["amount"])}


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
        return {"what": ["confirmation"]}

    def consequences(self, form: ResendForm) -> list[str]:
        """Say who gets which mail."""
        sentences = []
        if "confirmation" in form.cleaned_data["what"]:
            sentences.append(
                _("%(email)s gets the confirmation with all tickets that nobody else has claimed.")
                % {"email": self.order.user.email}
            )
            if gets_bill(self.order):
                words = _("%(email)s gets the invoice, and no tickets.")
                sentences.append(words % {"email": self.order.billing_email})
        if "invitations" in form.cleaned_data["what"]:
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
