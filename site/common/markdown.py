"""Outside Markdown (Pretalx, speakers, sponsors) as pages show it; `conference.markdown` is what makes it safe."""

from django.utils.safestring import SafeString

from conference import markdown

HEADING_LEVEL = 3


def to_html(text: str, *, heading_level: int = HEADING_LEVEL) -> SafeString:
    """Return Markdown as safe HTML; its highest heading becomes `heading_level` (1 to 6). Never raises for any text."""
    return markdown.to_html(text, top_heading=heading_level)


def to_text(text: str) -> str:
    """Return Markdown as plain words in one line, for descriptions and calendars; not escaped."""
    return " ".join(markdown.to_text(text).split())
