"""Forms of staff views: choices of one conference only, times in its zone, uniqueness checked within it."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from conference import scope
from conference.models import Conference

TIME_FIELDS = (forms.DateTimeField, forms.TimeField, forms.SplitDateTimeField)
EARLIEST, LATEST = 1900, 2200


class ConferenceModelForm(WagtailAdminModelForm):
    """A form whose object belongs to a conference that the view has set and no form field offers.

    The conference stays among the checked fields, so that “unique within the conference” is answered with a sentence
    instead of a database error.
    """

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"conference"}


def belongs_to_conference(model: type) -> bool:
    """Return whether the model has a field `conference` that leads to a conference."""
    return any(field.name == "conference" and field.related_model is Conference for field in model._meta.fields)


def fit_to_conference(form: forms.BaseForm, conference: Conference) -> forms.BaseForm:
    """Limit the form's choices to the conference and name its time zone beside every time; return the form.

    A submitted choice of another conference is then an ordinary “not one of the choices”.
    """
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField) and belongs_to_conference(field.queryset.model):
            field.queryset = scope.within(field.queryset, conference)
        if isinstance(field, TIME_FIELDS):
            field.help_text = name_zone(str(field.help_text), conference)
        if isinstance(field, forms.DateTimeField) and require_our_age not in field.validators:
            field.validators.append(require_our_age)
    return form


def require_our_age(moment: dt.datetime) -> None:
    """Refuse a year that nobody means: at the ends of the calendar, no other zone's clock has a word for it."""
    if not EARLIEST <= moment.year <= LATEST:
        raise ValidationError(
            _("Write a year between %(earliest)d and %(latest)d.") % {"earliest": EARLIEST, "latest": LATEST}
        )


def name_zone(help_text: str, conference: Conference) -> str:
    """Return the help text followed by the zone in which a time is read, once."""
    zone = _("Time in %(zone)s.") % {"zone": conference.timezone}
    return help_text if zone in help_text else f"{help_text} {zone}".strip()
