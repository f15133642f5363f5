"""The checkout as a whole: its forms, what they hold when one comes back, and what they mean once they are right."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from django import forms
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from cms.shop.basket_view import BasketView
from cms.shop.checkout_addons import AddOnChoice, choices_for, places_for
from cms.shop.checkout_forms import AgreeForm, BillingForm, HolderForm
from cms.shop.checkout_terms import consents, ways_to_pay
from cms.shop.checkout_tickets import TicketUnit
from conference.models import Conference, User
from registration.models import AddOn, SalesSettings, TicketType
from registration.queries.tickets import HeldTicket
from registration.services.attendees.completion import asked_with, questions_of
from registration.services.checkout import Billing
from registration.services.orders.plan import LATER, ME, Plan

LONGEST_ANSWER = 2000


class Checkout:
    """All forms of one checkout. `data` is what was sent, `kept` what was typed in an earlier visit, `held` the tickets
    that the buyer has already.
    """

    def __init__(
        self,
        conference: Conference,
        user: User,
        basket: BasketView,
        sales: SalesSettings,
        *,
        held: Sequence[HeldTicket] = (),
        data: Mapping[str, str] | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> None:
        self.conference, self.user, self.basket, self.sales = conference, user, basket, sales
        self.data, self.kept, self.held = data, kept or {}, held
        self.questions = questions_of(conference)

    @cached_property
    def billing(self) -> BillingForm:
        """Who pays."""
        known = {"name": self.user.name, "email": self.user.email}
        return self._form(BillingForm, "billing", known, language=self.conference.language, account=self.user.email)

    @cached_property
    def tickets(self) -> list[TicketUnit]:
        """Every ticket, in the order of the plan."""
        units = [(product, unit) for product, unit in self._units() if isinstance(product, TicketType)]
        return [
            TicketUnit(product, unit, place, self._holder(product, unit, place))
            for place, (product, unit) in enumerate(units)
        ]

    @cached_property
    def addons(self) -> list[AddOnChoice]:
        """Every unit of an add-on that may go with one of several tickets; of very many, they go in their order."""
        addons = [line for line in self.basket.lines if isinstance(line.product, AddOn)]
        return [
            choice
            for line in addons
            for choice in choices_for(
                line.product,
                line.line.quantity,
                places_for(line.product, self.tickets, self.held),
                self._form,
            )
        ]

    @cached_property
    def agreement(self) -> AgreeForm:
        """How to pay, and what the buyer agrees to."""
        known = {"pay_by": self.ways[0][0]} if self.ways else {}
        return self._form(AgreeForm, "agree", known, ways=self.ways, **consents(self.sales))

    @cached_property
    def ways(self) -> list[tuple[str, str]]:
        """The ways in which this basket can be paid; none when nothing is to be paid."""
        total = self.basket.priced.total
        return ways_to_pay(self.conference, self.sales, total=total, tickets=self.basket.tickets)

    @property
    def cannot_be_paid(self) -> bool:
        """Whether there is something to pay and no way to do it."""
        return bool(self.basket.priced.total) and not self.ways

    @property
    def parts(self) -> list[forms.Form]:
        """All forms, from the top of the page down."""
        first = [self.billing, *(ticket.form for ticket in self.tickets), *(choice.form for choice in self.addons)]
        return [*first, self.agreement]

    def is_valid(self) -> bool:
        """Check everything, so that all that is wrong is told at once."""
        right = all([form.is_valid() for form in self.parts])  # noqa: C419 - every form, not the first wrong one
        mine = [ticket for ticket in self.tickets if ticket.form.cleaned_data.get("mode") == ME]
        for ticket in mine[1:]:
            ticket.form.add_error("mode", _("Only one ticket can be yours. Whose is this one?"))
        conduct = self.agreement.fields.get("conduct")
        if mine and conduct is not None and not self.agreement.cleaned_data.get("conduct"):
            self.agreement.add_error("conduct", _("Whoever comes keeps to the code of conduct: please agree to it."))
            right = False
        return right and len(mine) < 2 and not self.cannot_be_paid

    def problems(self) -> list[tuple[str, str, str]]:
        """Return (id of the field, its label, what is wrong) for everything that is wrong."""
        of_shop = [("", "", _("There is no way to pay yet. Please come back soon."))] if self.cannot_be_paid else []
        numbers = {ticket.form.prefix: ticket.number for ticket in self.tickets} if len(self.tickets) > 1 else {}
        return of_shop + [
            (*_place_of(form, name, numbers.get(form.prefix)), str(error))
            for form in self.parts
            for name, errors in form.errors.items()
            for error in errors
        ]

    def billing_details(self) -> Billing:
        """Return who pays, from valid forms."""
        return Billing(**self.billing.cleaned_data)

    def plan(self) -> Plan:
        """Return whose the tickets are, from valid forms."""
        holders = tuple(ticket.wish(self.billing.cleaned_data["name"]) for ticket in self.tickets)
        addons = tuple(choice.wish() for choice in self.addons)
        return Plan(holders, addons, accepts_conduct=bool(self.agreement.cleaned_data.get("conduct")))

    def typed(self) -> dict[str, str]:
        """Return {name of a control: what was sent in it}, in a form that a database can keep; nothing else is kept."""
        names = {form.add_prefix(name) for form in self.parts for name in form.fields}
        sent = self.data or {}
        return {name: sent[name].replace("\x00", "")[:LONGEST_ANSWER] for name in sorted(names) if name in sent}

    def _units(self) -> Iterator[tuple[TicketType | AddOn, int]]:
        for line in self.basket.lines:
            for unit in range(1, line.line.quantity + 1):
                yield line.product, unit

    def _holder(self, ticket_type: TicketType, unit: int, place: int) -> HolderForm:
        may_be_mine = not self.held
        is_first = place == 0 and may_be_mine
        known = {"mode": ME if is_first else LATER, "name": self.user.name if is_first else ""}
        questions = asked_with(self.questions, ticket_type.pk)
        return self._form(HolderForm, f"t{ticket_type.pk}-{unit}", known, may_be_mine=may_be_mine, questions=questions)

    def _form(self, form: type[forms.Form], prefix: str, known: dict[str, str], **about: object) -> forms.Form:
        kept = {
            name.removeprefix(f"{prefix}-"): value for name, value in self.kept.items() if name.startswith(f"{prefix}-")
        }
        return form(self.data, prefix=prefix, initial={**known, **kept}, **about)


def _place_of(form: forms.Form, name: str, number: int | None) -> tuple[str, str]:
    """Return where a link to a field leads, and what it is called, with the number of its ticket where there are several;
    a group of choices is reached at its first one.

    What one ticks is a sentence already, so that what is wrong needs no name before it.
    """
    if name == "__all__":
        return "", ""
    field = form[name]
    label = "" if isinstance(field.field, forms.BooleanField) else strip_tags(field.label)
    if label and number is not None:
        label = _("Ticket %(number)d, %(field)s") % {"number": number, "field": label}
    return (f"{field.auto_id}_0" if field.use_fieldset else field.auto_id), label
