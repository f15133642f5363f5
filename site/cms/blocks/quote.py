"""What somebody said."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, TextBlock

from cms.blocks.base import WORDS, PageBlock


class QuoteBlock(PageBlock):
    """A quotation with its source."""

    text = TextBlock(label=_("Words"), max_length=600, rows=3)
    source = CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("What somebody said, and who.")
        group = WORDS
        preview_value = {"text": _("The best three days of my year."), "source": "Ada"}
