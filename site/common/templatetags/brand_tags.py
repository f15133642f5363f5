"""Template tags for what a brand puts into the head of a page."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from common.fonts import TEXT_FONT_FILE, display_font

register = template.Library()


@register.simple_tag
def brand_font_links(brand: object | None = None) -> SafeString:
    """Preload links for the two files of type that every page of the brand uses (the default faces without a brand)."""
    files = [TEXT_FONT_FILE, display_font(getattr(brand, "display_font", "")).file]
    return format_html_join(
        "\n    ",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((static(file),) for file in files),
    )
