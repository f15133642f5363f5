"""The checkout as a whole: its forms, what they hold when one comes back, and what they mean once they are right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext as _

from cms.shop.basket_view import BasketView
from cms.shop.checkout_forms import AddOnForm, AgreeForm, BillingForm, HolderForm
from conference.models import Conference, User
from registration.models import AddOn, Order, ProfileQuestion, SalesSettings, TicketType
from registration.services.checkout import Billing
from registration.services.orders.plan import LATER, ME, OTHER, AddOnUnit, Holder, Plan
from registration.services.setting_up.sales import offers_transfer
from registration.services.stripe.client import has_keys

LONGEST_ANSWER = 2000
MOST_CHOICES = 2500  # options on one page: fifty of an add-on for fifty tickets


@dataclass
class TicketUnit:
    """One ticket of the order: number `place` (from 0) of the plan, and the form that says whose it is."""

    ticket_type: TicketType
    unit: int
    place: int
    form: HolderForm

    @property
    def title(self) -> str:
        """Such as “Ticket 2: Regular”."""
        return _("Ticket %(number)d: %(name)s") % {"number": self.place + 1, "name": self.ticket_type.name}

    @property
    def title_with_holder(self) -> str:
        """The title and whose it is, once somebody is named: “Ticket 2: Regular, Ada Lovelace”."""
        name = self.form["name"].value() if self.form["mode"].value() == OTHER else ""
        return _("%(ticket)s, %(holder)s") % {"ticket": self.title, "holder": name} if name else self.title


@dataclass
class AddOnChoice:
    """One unit of an add-on for which there is more than one ticket."""

    addon: AddOn
    unit: int
    form: AddOnForm


class Checkout:
    """All forms of one checkout. `data` is what was sent, `kept` what was typed in an earlier visit.

    `held` are the tickets that the buyer has already, as (attendee, ticket type, what it is).
    """

    def __init__(
        self,
        conference: Conference,
        user: User,
        basket: BasketView,
        sales: SalesSettings,
        *,
        held: Sequence[tuple[int, int, str]] = (),
        data: Mapping[str, str] | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> None:
        self.conference, self.user, self.basket, self.sales = conference, user, basket, sales
        self.data, self.kept, self.held = data, kept or {}, held
        questions = ProfileQuestion.objects.filter(conference=conference)
        self.questions = list(questions.prefetch_related("ticket_types"))

    @cached_property
    def billing(self) -> BillingForm:
        """Who pays."""
        known = {"name": self.user.name, "email": self.user.email}
        return self._form(BillingForm, "billing", known, language=self.conference.language)

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
        return [choice for line in addons for choice in self._choices(line.product, line.line.quantity)]

    @cached_property
    def agreement(self) -> AgreeForm:
        """How to pay, and what the buyer agrees to."""
        known = {"pay_by": self.ways[0][0]} if self.ways else {}
        return self._form(
            AgreeForm,
            "agree",
            known,
            ways=self.ways,
            terms=self._consent(self.sales.terms_page, _("I agree to the <a>terms of sale</a>.")),
            conduct=self._consent(
                self.sales.conduct_page, _("I have read the <a>code of conduct</a> and will keep to it.")
            ),
        )

    @cached_property
    def ways(self) -> list[tuple[str, str]]:
        """The ways in which this basket can be paid; none when nothing is to be paid."""
        if not self.basket.priced.total:
            return []
        ways = []
        if has_keys(self.conference):
            ways.append((Order.PayBy.CARD, _("Card or wallet, now")))
        if offers_transfer(self.sales, tickets=self.basket.tickets):
            days = self.sales.transfer_days
            ways.append((Order.PayBy.TRANSFER, _("Bank transfer within %(days)d days") % {"days": days}))
        return ways

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
        return of_shop + [
            (*_place_of(form, name), str(error))
            for form in self.parts
            for name, errors in form.errors.items()
            for error in errors
        ]

    def billing_details(self) -> Billing:
        """Return who pays, from valid forms."""
        return Billing(**self.billing.cleaned_data)

    def plan(self) -> Plan:
        """Return whose the tickets are, from valid forms."""
        holders = tuple(self._wish(ticket) for ticket in self.tickets)
        addons = tuple(_addon_unit(choice) for choice in self.addons)
        return Plan(holders, addons, accepts_conduct=bool(self.agreement.cleaned_data.get("conduct")))

    def names(self) -> set[str]:
        """Return the names of all controls, so that nothing else is kept."""
        return {form.add_prefix(name) for form in self.parts for name in form.fields}

    def _wish(self, ticket: TicketUnit) -> Holder:
        values = ticket.form.cleaned_data
        name, email = values["name"], values["email"]
        if values["mode"] == ME:
            name, email = name or self.billing.cleaned_data["name"], ""
        elif values["mode"] == LATER:
            name, email = "", ""
        return Holder(ticket.ticket_type.pk, ticket.unit, values["mode"], name, email, ticket.form.answers)

    def _units(self) -> Iterator[tuple[TicketType | AddOn, int]]:
        for line in self.basket.lines:
            for unit in range(1, line.line.quantity + 1):
                yield line.product, unit

    def _holder(self, ticket_type: TicketType, unit: int, place: int) -> HolderForm:
        may_be_mine = not self.held
        is_first = place == 0 and may_be_mine
        known = {"mode": ME if is_first else LATER, "name": self.user.name if is_first else ""}
        questions = [question for question in self.questions if _asks(question, ticket_type)]
        return self._form(HolderForm, f"t{ticket_type.pk}-{unit}", known, may_be_mine=may_be_mine, questions=questions)

    def _choices(self, addon: AddOn, quantity: int) -> Iterator[AddOnChoice]:
        places = self._places(addon)
        if len(places) < 2 or len(places) * quantity > MOST_CHOICES:
            return
        for unit in range(1, quantity + 1):
            label = _("%(what)s %(number)d goes with") % {"what": addon.name, "number": unit}
            known = {"place": places[(unit - 1) % len(places)][0]}
            form = self._form(AddOnForm, f"a{addon.pk}-{unit}", known, places=places, label=label)
            yield AddOnChoice(addon, unit, form)

    def _places(self, addon: AddOn) -> list[tuple[str, str]]:
        required = {ticket_type.pk for ticket_type in addon.requires_ticket_types.all()}
        places = [
            (f"holder-{ticket.place}", ticket.title_with_holder)
            for ticket in self.tickets
            if not required or ticket.ticket_type.pk in required
        ]
        own = _("The ticket you have: %(name)s")
        return places + [
            (f"attendee-{pk}", own % {"name": description})
            for pk, ticket_type, description in self.held
            if not required or ticket_type in required
        ]

    def _consent(self, page: object, words: str) -> str:
        """Return the words with a link to the page, "" when there is none to agree to."""
        url = page.get_url() if page is not None and page.live else ""
        if not url:
            return ""
        before, _tag, rest = words.partition("<a>")
        linked, _tag, after = rest.partition("</a>")
        return format_html('{}<a href="{}" target="_blank">{}</a>{}', before, url, linked, after)

    def _form(self, form: type[forms.Form], prefix: str, known: dict[str, str], **about: object) -> forms.Form:
        kept = {
            name.removeprefix(f"{prefix}-"): value for name, value in self.kept.items() if name.startswith(f"{prefix}-")
        }
        return form(self.data, prefix=prefix, initial={**known, **kept}, **about)


def _place_of(form: forms.Form, name: str) -> tuple[str, str]:
    """Return where a link to a field leads, and what it is called; a group of choices is reached at its first one."""
    if name == "__all__":
        return "", ""
    field = form[name]
    return (f"{field.auto_id}_0" if field.use_fieldset else field.auto_id), strip_tags(field.label).rstrip(".")


def kept_from(data: Mapping[str, str], names: set[str]) -> dict[str, str]:
    """Return what was typed into these controls, in a form that a database can keep."""
    return {name: data[name].replace("\x00", "")[:LONGEST_ANSWER] for name in sorted(names) if name in data}


def fill_in(kept: dict[str, str], tickets: list[TicketUnit], people: list) -> int:
    """Write a pasted list of people into the tickets that are not the buyer's; return how many found none."""
    left = list(people)
    for ticket in tickets:
        prefix = ticket.form.prefix
        if not left:
            break
        if kept.get(f"{prefix}-mode") == ME or kept.get(f"{prefix}-email"):
            continue
        person = left.pop(0)
        kept |= {f"{prefix}-mode": OTHER, f"{prefix}-name": person.name, f"{prefix}-email": person.email}
    return len(left)


def _asks(question: ProfileQuestion, ticket_type: TicketType) -> bool:
    asked = {asked.pk for asked in question.ticket_types.all()}
    return not asked or ticket_type.pk in asked


def _addon_unit(choice: AddOnChoice) -> AddOnUnit:
    kind, _hyphen, number = choice.form.cleaned_data["place"].partition("-")
    return AddOnUnit(choice.addon.pk, choice.unit, **{kind: int(number)})
