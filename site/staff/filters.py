"""Filters of the desks' listings that offer only what the conference has."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from conference import scope


class ConferenceValues(django_filters.ChoiceFilter):
    """Offers the different values that a text field has at this conference (one SQL statement)."""

    @property
    def field(self) -> forms.Field:
        """The form field, its choices read anew for each request."""
        objects = scope.within(self.model._default_manager.all(), scope.staff_conference(self.parent.request))
        values = objects.exclude(**{self.field_name: ""}).order_by(self.field_name)
        self.extra["choices"] = [(value, value) for value in values.values_list(self.field_name, flat=True).distinct()]
        return super().field


class ConditionFilter(django_filters.ChoiceFilter):
    """Offers conditions: `conditions` maps a value to (label, function returning its `Q`)."""

    def __init__(self, *, conditions: dict[str, tuple[str, object]], **kwargs: object) -> None:
        self.conditions = conditions
        super().__init__(choices=[(value, label) for value, (label, _condition) in conditions.items()], **kwargs)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        """Return the rows of the chosen condition."""
        return queryset.filter(self.conditions[value][1]()) if value in self.conditions else queryset


def origin_filter(own: Q) -> ConditionFilter:
    """Return the filter “imported or our own”; `own` finds what was made by hand."""
    return ConditionFilter(
        label=_("Origin"),
        conditions={"imported": (_("Imported"), lambda: ~own), "own": (_("Our own"), lambda: own)},
    )


def correction_filter() -> ConditionFilter:
    """Return the filter “corrected or not”, for objects with an `override`."""
    return ConditionFilter(
        label=_("Correction"),
        conditions={
            "live": (_("Corrected"), lambda: Q(override__live=True)),
            "draft": (_("Correction in draft"), lambda: Q(override__live=False)),
            "none": (_("As imported"), lambda: Q(override__isnull=True)),
        },
    )


def public_filter() -> ConditionFilter:
    """Return the filter “in the programme or not”."""
    return ConditionFilter(
        label=_("In the programme"),
        conditions={"yes": (_("Yes"), lambda: Q(is_public=True)), "no": (_("No"), lambda: Q(is_public=False))},
    )


__all__ = [
    "ConditionFilter",
    "ConferenceValues",
    "WagtailFilterSet",
    "correction_filter",
    "origin_filter",
    "public_filter",
]
