"""The six kinds of discounts that need no code: a desk for each, and what a discount does in words."""

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import Column, StatusTagColumn

from conference.models import Conference
from registration.models import (
    LIMITED_CONDITIONS,
    ConditionBase,
    DiscountEffect,
    DiscountForCategory,
    GroupMemberCondition,
    IncludedProductCondition,
    SpeakerCondition,
)
from staff.listing import DeskIndexView
from staff.registration.catalogue.base import CatalogueForm, CatalogueViewSet
from staff.registration.catalogue.windows import State, scope_words, state_now, used_words, window_words
from staff.registration.money import amount_words, percent_words

DiscountType = DiscountEffect.DiscountType


class ConditionForm(CatalogueForm):
    """The form of a discount of any kind."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["description"].widget.attrs["rows"] = 3
        if "groups" in self.fields:
            self.fields["groups"].queryset = groups_of(self.instance.conference)

    def clean(self) -> dict:
        """Check that somebody can earn it."""
        cleaned = super().clean()
        if "percentage" in self.fields and cleaned.get("percentage") == 0:
            self.add_error("percentage", _("Take something off: write a percentage above 0."))
        self._somebody("is_presenter", "is_copresenter", _("Choose speakers, co-speakers or both."))
        self._somebody("apply_to_tickets", "apply_to_addons", _("Choose tickets, add-ons or both."))
        return cleaned

    def _somebody(self, first: str, second: str, words: str) -> None:
        if first in self.fields and not (self.cleaned_data.get(first) or self.cleaned_data.get(second)):
            self.add_error(first, words)


def groups_of(conference: Conference) -> QuerySet[Group]:
    """Return the groups of accounts that a discount may name: those without a conference, and this one's roles."""
    return Group.objects.filter(Q(role_group__isnull=True) | Q(role_group__conference=conference)).order_by("name")


def effect_words(condition: ConditionBase) -> str:
    """Return in words what a discount takes off."""
    if isinstance(condition, DiscountForCategory):
        return _("%(value)s off") % {"value": percent_words(condition.percentage)}
    if condition.discount_type == DiscountType.FIXED_AMOUNT:
        value = amount_words(condition.discount_value, condition.conference.effective_currency)
        return _("%(value)s off each") % {"value": value}
    return _("%(value)s off") % {"value": percent_words(condition.discount_value)}


def covers(condition: ConditionBase) -> str:
    """Return what a discount is for."""
    if isinstance(condition, DiscountForCategory):
        kinds = [
            label
            for label, chosen in (
                (_("all tickets"), condition.apply_to_tickets),
                (_("all add-ons"), condition.apply_to_addons),
            )
            if chosen
        ]
        return ", ".join(kinds)
    return scope_words(condition.applicable_ticket_types.all(), condition.applicable_addons.all())


def limits_of(condition: ConditionBase) -> str:
    """Return when a discount works and how often, “always” for kinds without limits."""
    if not isinstance(condition, LIMITED_CONDITIONS):
        return _("always")
    window = window_words(condition.start_time, condition.end_time)
    used = used_words(condition.times_used, condition.limit)
    return _("%(window)s; used %(used)s") % {"window": window, "used": used}


def state_of(condition: ConditionBase) -> State:
    """Return whether a discount works now, or why not."""
    if not isinstance(condition, LIMITED_CONDITIONS):
        return state_now(active=condition.is_active, start=None, end=None, used_up=False)
    return state_now(
        active=condition.is_active,
        start=condition.start_time,
        end=condition.end_time,
        used_up=bool(condition.limit) and condition.times_used >= condition.limit,
    )


def works_now(condition: ConditionBase) -> bool:
    """Return whether a discount works now."""
    return state_of(condition) == State.ACTIVE


def state_words(condition: ConditionBase) -> str:
    """Return in words whether a discount works now, or why not."""
    return state_of(condition).label


class ConditionIndexView(DeskIndexView):
    """The listing of discounts of one kind."""

    title_field = "name"
    title_sort_key = "name"
    default_ordering = "priority"
    search_fields = ["name", "description"]
    fetch_one = ("conference",)
    empty_text = gettext_lazy("No discount of this kind yet.")
    more_columns = [
        Column("effect", label=gettext_lazy("Effect"), accessor=effect_words),
        Column("covers", label=gettext_lazy("For"), accessor=covers),
        Column("limits", label=gettext_lazy("When"), accessor=limits_of),
        Column("priority", label=gettext_lazy("Priority"), sort_key="priority"),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state_words, primary=works_now),
    ]
    export_columns = {
        "name": (gettext_lazy("Name"), lambda condition: condition.name),
        "effect": (gettext_lazy("Effect"), effect_words),
        "for": (gettext_lazy("For"), covers),
        "when": (gettext_lazy("When"), limits_of),
        "priority": (gettext_lazy("Priority"), lambda condition: condition.priority),
        "state": (gettext_lazy("State"), state_words),
    }

    @cached_property
    def fetch_many(self) -> tuple[str, ...]:
        """The scopes, for kinds that have one."""
        return () if self.model is DiscountForCategory else ("applicable_ticket_types", "applicable_addons")


class ConditionViewSet(CatalogueViewSet):
    """The base of the six desks; they are reached from the page of all discounts."""

    menu_hook = None
    add_to_admin_menu = False
    icon = "cut"
    index_view_class = ConditionIndexView
    base_form_class = ConditionForm


NAME = [FieldPanel("name"), FieldPanel("description")]
EFFECT = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("discount_type"), FieldPanel("discount_value")]), FieldPanel("max_quantity")],
    heading=gettext_lazy("What it takes off"),
)
SCOPE = MultiFieldPanel(
    [
        FieldPanel("applicable_ticket_types", widget=forms.CheckboxSelectMultiple),
        FieldPanel("applicable_addons", widget=forms.CheckboxSelectMultiple),
    ],
    heading=gettext_lazy("What it is for"),
)
LIMITS = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]), FieldPanel("limit")],
    heading=gettext_lazy("When and how often"),
    help_text=gettext_lazy("Empty: at once, and until you switch it off."),
)
USE = FieldRowPanel([FieldPanel("is_active"), FieldPanel("priority")])
# what a kind asks beside its effect and scope
OWN_PANELS = {
    SpeakerCondition: [FieldRowPanel([FieldPanel("is_presenter"), FieldPanel("is_copresenter")])],
    GroupMemberCondition: [
        FieldPanel("groups", widget=forms.CheckboxSelectMultiple(attrs={"class": "plenary-long-list"}))
    ],
    IncludedProductCondition: [FieldPanel("enabling_ticket_types", widget=forms.CheckboxSelectMultiple)],
}


def panels_of(model: type[ConditionBase]) -> list[Panel]:
    """Return the panels of a kind's form."""
    limits = [LIMITS] if model in LIMITED_CONDITIONS else []
    if model is DiscountForCategory:
        on = FieldRowPanel([FieldPanel("apply_to_tickets"), FieldPanel("apply_to_addons")])
        return [*NAME, FieldPanel("percentage"), on, *limits, USE]
    return [*NAME, *OWN_PANELS.get(model, []), EFFECT, SCOPE, *limits, USE]


def viewset_of(model: type[ConditionBase]) -> ConditionViewSet:
    """Return the desk of a kind of discount."""
    name = model._meta.model_name
    return ConditionViewSet(
        f"discounts_{name}", model=model, url_prefix=f"registration/discounts/{name}", panels=panels_of(model)
    )
