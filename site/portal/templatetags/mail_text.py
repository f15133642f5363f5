"""For the texts of mails, which are Markdown."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from conference import markdown

register = template.Library()


@register.filter
def as_typed(value: object) -> SafeString:
    """Return a value so that the mail shows exactly its characters, whatever marks or links it contains."""
    return mark_safe(markdown.escape(value))  # noqa: S308 - the mail's renderer escapes HTML
