"""How a mail looks: one column, readable without pictures, made from the same Markdown as its plain text."""

import re

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from conference import markdown
from conference.models import Conference

# a paragraph that holds nothing but one link is the thing to do: it becomes a button
LONE_LINK = re.compile(r"<p>(<a [^<>]*>[^<>]*</a>)</p>")
DEFAULT_COLOUR = "#0b5d4e"


def to_html(text: str, *, subject: str, conference: Conference | None) -> str:
    """Return the whole HTML page of a mail whose Markdown is `text`."""
    return render_to_string("emails/frame.html", frame_context(text, subject=subject, conference=conference))


def frame_context(text: str, *, subject: str, conference: Conference | None) -> dict:
    """Return what the template `emails/frame.html` needs for a mail whose Markdown is `text`."""
    body = LONE_LINK.sub(r'<p class="action">\1</p>', markdown.to_html(text, top_heading=2))
    brand = getattr(conference, "brand", None)
    return {
        "subject": subject,
        "body": mark_safe(body),  # noqa: S308 - cleaned by conference.markdown
        "conference": conference,
        "colour": brand.brand_colour if brand else DEFAULT_COLOUR,
        "footer": brand.footer_text if brand else "",
        "language": get_language(),
    }
