"""What of an order shall end: its tickets are ticked one by one; of everything else so many units."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.models import Attendee, OrderLineItem
from registration.queries.staff_order import StaffOrder
from registration.services.refunds.lines import TICKET_GONE


class UnitsForm(forms.Form):
    """Base of forms about units of an order. `unit_fields` are the fields of lines without tickets, by name.

    What is being given back already is named, and no choice.
    """

    tickets = forms.MultipleChoiceField(
        label=gettext_lazy("These tickets end"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": TICKET_GONE},
    )
    units_label = gettext_lazy("Units of “%(what)s” that end")

    def __init__(self, *args: object, detail: StaffOrder, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.detail = detail
        self.fields["tickets"].choices = [(str(ticket.pk), _words(ticket)) for ticket in self._free_tickets()]
        self.fields["tickets"].help_text = self.tickets_help()
        self.unit_fields = {f"units_{line.pk}": line for line in self._lines_without_tickets()}
        for name, line in self.unit_fields.items():
            self.fields[name] = forms.IntegerField(
                label=self.units_label % {"what": line.description},
                required=False,
                min_value=0,
                max_value=detail.left_of(line),
            )
        if not detail.tickets:
            del self.fields["tickets"]
        self.order_fields(["tickets", *self.unit_fields])

    def tickets_help(self) -> str:
        """Return what stands below the tickets."""
        if not self.detail.leaving:
            return ""
        names = "; ".join(_words(ticket) for ticket in self.detail.leaving)
        return _("Being given back already: %(tickets)s.") % {"tickets": names}

    def _free_tickets(self) -> list[Attendee]:
        leaving = {ticket.pk for ticket in self.detail.leaving}
        return [ticket for ticket in self.detail.tickets if ticket.pk not in leaving]

    def _lines_without_tickets(self) -> list[OrderLineItem]:
        if not self.detail.order.is_paid:
            return []
        with_tickets = {ticket.line_id for ticket in self.detail.tickets}
        return [line for line in self.detail.lines if line.pk not in with_tickets and self.detail.left_of(line)]

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
