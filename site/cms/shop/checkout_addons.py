"""Which ticket each add-on of a checkout goes with, where there is a choice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.shop.checkout_forms import AddOnForm
from cms.shop.checkout_tickets import TicketUnit
from registration.models import AddOn
from registration.queries.tickets import HeldTicket
from registration.services.orders.plan import AddOnUnit

MOST_CHOICES = 2500  # options on one page: fifty of an add-on for fifty tickets
Place = tuple[str, str]  # value and label of an option: a ticket of this order, or one that the buyer has already


@dataclass
class AddOnChoice:
    """One unit of an add-on for which there is more than one ticket."""

    addon: AddOn
    unit: int
    form: AddOnForm

    def wish(self) -> AddOnUnit:
        """Return which ticket it goes with, from a valid form."""
        kind, _hyphen, number = self.form.cleaned_data["place"].partition("-")
        return AddOnUnit(self.addon.pk, self.unit, **{kind: int(number)})


def places_for(addon: AddOn, tickets: Sequence[TicketUnit], held: Sequence[HeldTicket]) -> list[Place]:
    """Return the tickets that may carry the add-on; `held` are those the buyer has already."""
    required = {ticket_type.pk for ticket_type in addon.requires_ticket_types.all()}
    places = [
        (f"holder-{ticket.place}", ticket.title_with_holder)
        for ticket in tickets
        if not required or ticket.ticket_type.pk in required
    ]
    own = _("The ticket you have: %(name)s")
    return places + [
        (f"attendee-{ticket.pk}", own % {"name": ticket.description}) for ticket in held if ticket.may_carry(addon)
    ]


def choices_for(
    addon: AddOn, quantity: int, places: list[Place], make_form: Callable[..., AddOnForm]
) -> Iterator[AddOnChoice]:
    """Yield a choice for each unit, spread over the tickets in their order; none where there is nothing to choose.

    Nor where the options would fill the page: of very many, they go in their order.
    """
    if len(places) < 2 or len(places) * quantity > MOST_CHOICES:
        return
    for unit in range(1, quantity + 1):
        label = _("%(what)s %(number)d goes with") % {"what": addon.name, "number": unit}
        known = {"place": places[(unit - 1) % len(places)][0]}
        yield AddOnChoice(addon, unit, make_form(AddOnForm, f"a{addon.pk}-{unit}", known, places=places, label=label))
