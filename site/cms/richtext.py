"""Texts of editors as visitors read them: facts filled in."""

from collections.abc import Mapping

from django.utils.safestring import SafeString
from wagtail.rich_text import RichText, expand_db_html

from conference.facts import fill, fill_html


def filled(value: object, context: Mapping[str, object], *, rich: bool = False) -> SafeString | str:
    """Return a text with its facts filled in: safe HTML for rich text (or `rich`), else a plain string to be escaped.

    Facts are looked up only when the text names one.
    """
    if value is None:
        return ""
    is_rich = rich or isinstance(value, RichText)
    source = value.source if isinstance(value, RichText) else str(value)
    values = getattr(context.get("site_context"), "facts", {}) if "{{" in source else {}
    return fill_html(expand_db_html(source), values) if is_rich else fill(source, values)
