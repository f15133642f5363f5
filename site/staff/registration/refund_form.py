"""What goes back of an order: tickets, units of add-ons, or an amount; where to, and why."""

import uuid
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.models import Attendee, Refund
from registration.queries.order_detail import OrderDetail
from staff.registration.money import amount_words


class RefundForm(forms.Form):
    """Tickets are ticked one by one; of everything else so many units. The amount is what they cost unless one is typed."""

    tickets = forms.MultipleChoiceField(
        label=gettext_lazy("These tickets end"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The add-ons of this order that belong to them go back with them."),
    )
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

    def __init__(self, *args: object, detail: OrderDetail, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.detail = detail
        currency = detail.order.currency
        self.fields["tickets"].choices = [(str(ticket.pk), _words(ticket)) for ticket in detail.tickets]
        self.fields["amount"].label = _("Amount in %(currency)s") % {"currency": currency}
        self.fields["amount"].help_text = _(
            "Empty: what is chosen above costs. At most %(most)s can go back. An amount alone ends no ticket."
        ) % {"most": amount_words(detail.refundable, currency)}
        self.fields["request_key"].initial = uuid.uuid4().hex
        self.unit_fields = {f"units_{line.pk}": line for line in self._lines_without_tickets()}
        for name, line in self.unit_fields.items():
            self.fields[name] = forms.IntegerField(
                label=_("Units of “%(what)s” that go back") % {"what": line.description},
                required=False,
                min_value=0,
                max_value=line.units_left,
            )
        if not detail.tickets:
            del self.fields["tickets"]
        self.order_fields(["tickets", *self.unit_fields, "amount", "to", "reason", "note"])

    def _lines_without_tickets(self) -> list:
        with_tickets = {ticket.line_id for ticket in self.detail.tickets}
        return [line for line in self.detail.lines if line.pk not in with_tickets and line.units_left]

    def clean(self) -> dict:
        """Ask for something to give back."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("amount") and not self.lines():
            raise forms.ValidationError(_("Choose what goes back, or write an amount."))
        return cleaned

    def chosen_tickets(self) -> list[Attendee]:
        """Return the tickets that were ticked."""
        chosen = set(self.cleaned_data.get("tickets", []))
        return [ticket for ticket in self.detail.tickets if str(ticket.pk) in chosen]

    def lines(self) -> dict[int, int]:
        """Return {primary key of a line: units} of what was chosen."""
        found: dict[int, int] = {}
        for ticket in self.chosen_tickets():
            found[ticket.line_id] = found.get(ticket.line_id, 0) + 1
        for name, line in self.unit_fields.items():
            if units := self.cleaned_data.get(name):
                found[line.pk] = units
        return found


def _words(ticket: Attendee) -> str:
    holder = (ticket.user.name or ticket.user.email) if ticket.user else ticket.name or ticket.email
    words = {"ticket": ticket.line.description, "holder": holder or _("not named"), "addons": ticket.goes_with}
    if ticket.goes_with:
        return _("%(ticket)s, %(holder)s, with %(addons)s") % words
    return _("%(ticket)s, %(holder)s") % words
