"""Recording money for an order that came outside of the site."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.money import ZERO
from registration.models import Order, Payment
from registration.services.payment import PaymentService
from staff.columns import moment_in_zone
from staff.registration.acts import OrderActView
from staff.registration.money import amount_words

CASH, TRANSFER = "cash", "transfer"
MOST_NAMED = 5


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
        """Say whose money it is, whether it may be recorded already, and what it would do to the order."""
        return [self._whose(form), *self._recorded_already(form), *self._effects(form.cleaned_data["amount"])]

    def _whose(self, form: RecordPaymentForm) -> str:
        values = {
            "amount": self.words(form.cleaned_data["amount"]),
            "buyer": self.order.billing_name or self.order.user.email,
            "reference": form.cleaned_data["reference"].strip(),
        }
        if form.cleaned_data["way"] == CASH:
            return _("%(amount)s in cash is recorded for the order of %(buyer)s.") % values
        return _("%(amount)s by bank transfer (“%(reference)s”) is recorded for the order of %(buyer)s.") % values

    def _recorded_already(self, form: RecordPaymentForm) -> list[str]:
        """Ask about money with the same reference: one line of a statement typed twice would pay for two."""
        reference = form.cleaned_data["reference"].strip()
        if not reference:
            return []
        same = Payment.objects.filter(
            order__conference=self.order.conference, method=Payment.Method.MANUAL, reference__iexact=reference
        )
        text = _("“%(reference)s” is recorded already: %(amount)s for %(order)s. Go on only if this is other money.")
        return [
            text
            % {
                "reference": payment.reference,
                "amount": amount_words(payment.amount, payment.order.currency),
                "order": payment.order.reference,
            }
            for payment in same.select_related("order").order_by("-pk")[:MOST_NAMED]
        ]

    def _effects(self, amount: Decimal) -> list[str]:
        due, status = self.detail.due, self.order.status
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
