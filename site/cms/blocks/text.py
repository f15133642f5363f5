"""Formatted text under a heading."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock

from cms.blocks.base import WORDS, PageBlock, text_block


class TextBlock(PageBlock):
    """A heading and text beside it."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=120)
    body = text_block(label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("A heading and formatted text.")
        group = WORDS
        preview_value = {
            "heading": _("Getting there"),
            "body": "<p>The hall is <b>ten minutes</b> from the station.</p>",
        }
