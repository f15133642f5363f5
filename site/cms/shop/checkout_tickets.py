"""The tickets of a checkout, one by one: whose each is, and what is asked of its holder."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.shop.checkout_forms import HolderForm
from registration.models import TicketType
from registration.services.orders.plan import LATER, ME, OTHER, Holder


@dataclass
class TicketUnit:
    """One ticket of the order: number `place` (from 0) of the plan, and the form that says whose it is."""

    ticket_type: TicketType
    unit: int
    place: int
    form: HolderForm

    @property
    def number(self) -> int:
        """Its number as buyers read it, from 1."""
        return self.place + 1

    @property
    def title(self) -> str:
        """Such as “Ticket 2: Regular”."""
        return _("Ticket %(number)d: %(name)s") % {"number": self.number, "name": self.ticket_type.name}

    @property
    def title_with_holder(self) -> str:
        """The title and whose it is, once somebody is named: “Ticket 2: Regular, Ada Lovelace”."""
        name = self.form["name"].value() if self.form["mode"].value() == OTHER else ""
        return _("%(ticket)s, %(holder)s") % {"ticket": self.title, "holder": name} if name else self.title

    @property
    def holder_email(self) -> str:
        """The address of somebody else whose it is, "" when there is none."""
        return (self.form["email"].value() or "") if self.form["mode"].value() == OTHER else ""

    @property
    def is_open(self) -> bool:
        """Whether it is neither the buyer's nor somebody's who is named already: a list of people may fill it."""
        mode = self.form["mode"].value()
        is_named = mode == OTHER and (self.form["name"].value() or self.form["email"].value())
        return mode != ME and not is_named

    def wish(self, buyer: str) -> Holder:
        """Return whose it is, from a valid form; `buyer` is the name of who pays."""
        values = self.form.cleaned_data
        name, email = values["name"], values["email"]
        if values["mode"] == ME:
            name, email = name or buyer, ""
        elif values["mode"] == LATER:
            name, email = "", ""
        return Holder(self.ticket_type.pk, self.unit, values["mode"], name, email, self.form.answers)
