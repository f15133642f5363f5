"""Tags of the account pages."""

from django import template
from django.conf import settings
from django.forms import BoundField
from django.urls import reverse

register = template.Library()


@register.simple_tag
def sandbox_mailbox() -> str:
    """Return the address of the page that shows sent mail, "" where mail really leaves."""
    return reverse("sandbox_mail") if settings.SANDBOX_ENABLED else ""


@register.filter
def without_placeholder(field: BoundField) -> BoundField:
    """Return the field without the grey words inside it: the label says the same and stays."""
    field.field.widget.attrs.pop("placeholder", None)
    return field
