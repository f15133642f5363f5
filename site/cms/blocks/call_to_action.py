"""One thing to do, set apart."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, TextBlock

from cms.blocks.base import WORDS, PageBlock
from cms.blocks.link import LinkBlock


class CallToActionBlock(PageBlock, LinkBlock):
    """A heading, a sentence and a button."""

    heading = CharBlock(label=_("Heading"), max_length=120)
    text = TextBlock(label=_("One or two sentences"), required=False, max_length=400, rows=2)

    class Meta:
        icon = "arrow-right-full"
        label = _("Call to action")
        description = _("A heading, a sentence and one button.")
        group = WORDS
        form_layout = ["heading", "text", "label", "page", "address"]
        preview_value = {
            "heading": _("Speak with us"),
            "text": _("Proposals are open until {{ cfp_ends }}."),
            "label": _("Propose a talk"),
            "address": "https://example.org/",
        }
