"""Template tags for the words and pictures of pages and blocks."""

from django import template
from django.utils.safestring import SafeString

from cms.richtext import filled
from common.pictures import img

register = template.Library()


@register.simple_tag(takes_context=True, name="words")
def words(context: template.Context, value: object) -> SafeString | str:
    """Return an editor's text with its facts filled in; plain text is escaped where it is shown."""
    return filled(value, context)


@register.simple_tag
def picture(image: object, kind: str, alt: str = "", *, eager: bool = False) -> SafeString | str:
    """Return the `<img>` of a picture; `kind` is a key of `common.pictures.SIZES`."""
    return img(image, kind, alt=alt, eager=eager)
