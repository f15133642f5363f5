"""Tags of the account pages."""

from allauth.account.adapter import get_adapter
from django import template
from django.conf import settings
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def sandbox_mailbox() -> str:
    """Return the address of the page that shows sent mail, "" where mail really leaves."""
    return reverse("sandbox_mail") if settings.SANDBOX_ENABLED else ""


@register.filter
def on_this_site(address: str | None) -> str:
    """Return an address that somebody put into the query if it leads to this site, else ""."""
    return address if address and get_adapter().is_safe_url(address) else ""


@register.filter
def in_our_words(field: BoundField) -> BoundField:
    """Return the field without grey words inside it (the label says the same and stays), and addresses named as elsewhere."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    if "email" in (getattr(widget, "input_type", ""), widget.attrs.get("type")):
        field.label = _("Your e-mail address")
    return field
