"""What goes back of an order: tickets, units of add-ons, or an amount; where to, and why."""

import uuid
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.models import Refund
from registration.queries.staff_order import StaffOrder
from registration.queries.units import Seen
from staff.registration.money import amount_words
from staff.registration.orders.units_form import UnitsForm


class RefundForm(UnitsForm):
    """The amount is what the chosen tickets and units cost unless one is typed."""

    units_label = gettext_lazy("Units of “%(what)s” that go back")
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), required=False, max_digits=10, decimal_places=2, min_value=Decimal("0.01")
    )
    to = forms.ChoiceField(
        label=gettext_lazy("Where to"), choices=Refund.To, widget=forms.RadioSelect, initial=Refund.To.ORIGINAL
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=Refund.Reason, initial=Refund.Reason.REQUESTED)
    note = forms.CharField(
        label=gettext_lazy("Note for the team"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    request_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen_refunded = forms.DecimalField(widget=forms.HiddenInput)
    seen_left = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, detail: StaffOrder, **kwargs: object) -> None:
        super().__init__(*args, detail=detail, **kwargs)
        currency = detail.order.currency
        self.fields["amount"].label = _("Amount in %(currency)s") % {"currency": currency}
        self.fields["amount"].help_text = self._amount_help() % {"most": amount_words(detail.refundable, currency)}
        self.fields["request_key"].initial = uuid.uuid4().hex
        self.fields["seen_refunded"].initial, self.fields["seen_left"].initial = detail.seen.refunded, detail.seen.left

    def _amount_help(self) -> str:
        if not self.detail.order.is_paid:
            return _("At most %(most)s can go back.")
        return _("Empty: what is chosen above costs. At most %(most)s can go back. An amount alone ends no ticket.")

    def tickets_help(self) -> str:
        """Return what stands below the tickets."""
        return (
            f"{_('The add-ons of this order that belong to them go back with them.')} {super().tickets_help()}".strip()
        )

    def seen(self) -> Seen:
        """Return what the order looked like when the form was opened."""
        return Seen(self.cleaned_data["seen_refunded"], self.cleaned_data["seen_left"])

    def clean(self) -> dict:
        """Ask for something to give back."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("amount") and not self.lines():
            raise forms.ValidationError(
                _("Choose what goes back, or write an amount.") if self.detail.order.is_paid else _("Write an amount.")
            )
        return cleaned
