"""All discounts of a conference on one page, in the order in which they are tried."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from common.scope import DeskView, is_open
from conference import scope
from registration.models import CONDITIONS, ConditionBase, DiscountForCategory
from staff.registration.catalogue.discounts import covers, effect_words, limits_of, state_words, works_now
from staff.registration.menu import DESK

VIEW = tuple(f"registration.view_{model._meta.model_name}" for model in CONDITIONS)


@dataclass(frozen=True)
class Kind:
    """A kind of discount that can be added, and what it is good for."""

    label: str
    purpose: str
    add_url: str


class DiscountsView(DeskView):
    """All discounts in the order in which they are tried."""

    desk = DESK
    permissions = VIEW
    page_title = gettext_lazy("Discounts")
    header_icon = "cut"
    template_name = "staff/registration/discounts.html"

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values: each kind of discount takes three SQL statements at most."""
        found = [condition for model in CONDITIONS for condition in self._of(model)]
        found.sort(key=lambda condition: (condition.priority, condition.name))
        return super().get_context_data(
            rows=[self._row(condition) for condition in found], kinds=list(self._kinds()), **kwargs
        )

    def _of(self, model: type[ConditionBase]) -> list[ConditionBase]:
        rows = scope.within(model.objects.select_related("conference"), self.conference)
        if model is not DiscountForCategory:
            rows = rows.prefetch_related("applicable_ticket_types", "applicable_addons")
        return list(rows)

    def _row(self, condition: ConditionBase) -> dict:
        model = type(condition)
        return {
            "name": condition.name,
            "kind": capfirst(model._meta.verbose_name),
            "url": reverse(f"discounts_{model._meta.model_name}:edit", args=[condition.pk]),
            "effect": effect_words(condition),
            "covers": covers(condition),
            "limits": limits_of(condition),
            "priority": condition.priority,
            "state": state_words(condition),
            "works": works_now(condition),
        }

    def _kinds(self) -> Iterator[Kind]:
        """Yield the kinds this staff member may add."""
        for model in CONDITIONS:
            name = model._meta.model_name
            if is_open(self.conference) and scope.may(self.request.user, f"registration.add_{name}", self.conference):
                yield Kind(capfirst(model._meta.verbose_name), PURPOSES[name], reverse(f"discounts_{name}:add"))


PURPOSES = {
    "timeorstocklimitcondition": gettext_lazy("For everybody, until a day or for the first so many."),
    "speakercondition": gettext_lazy("For speakers whose account is linked to the programme."),
    "groupmembercondition": gettext_lazy("For members of groups of accounts, such as the team."),
    "includedproductcondition": gettext_lazy("For people who own a certain ticket already."),
    "discountforproduct": gettext_lazy("For everybody, on certain tickets or add-ons."),
    "discountforcategory": gettext_lazy("For everybody, a percentage off all tickets or all add-ons."),
}
