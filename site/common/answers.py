"""The fields in which attendees answer the organizers' questions: at the checkout, and on the page of a ticket."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.models import AttendeeProfile, ProfileQuestion


def answer_field(question: ProfileQuestion, *, required: bool) -> forms.Field:
    """Return the form field of a question, in the organizers' words where they gave some.

    `required` says whether the form insists on an answer: a form about several tickets decides that by itself.
    """
    stored = AttendeeProfile._meta.get_field(question.field)
    field = stored.formfield(required=required, label=question.get_field_display())
    field.help_text = question.help_text or field.help_text
    if isinstance(field, forms.TypedChoiceField):
        field.choices = [("", _("Choose one")), *[choice for choice in field.choices if choice[0]]]
    elif isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 3
    return field
