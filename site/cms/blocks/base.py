"""What all blocks share."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock, StructBlock

from conference.models import Conference

# Few marks on purpose: they survive pasting from anywhere, and every theme shows them well.
TEXT_FEATURES = ["h3", "h4", "bold", "italic", "link", "document-link", "ul", "ol", "blockquote", "hr"]
SHORT_FEATURES = ["bold", "italic", "link"]

WORDS = _("Words")
PEOPLE = _("People and programme")
PICTURES = _("Pictures")
FACTS = _("Facts")


class PageBlock(StructBlock):
    """A block that fills the width of the page; its template is `cms/blocks/<module>.html`."""

    def get_template(self, value: object = None, context: dict | None = None) -> str:  # noqa: ARG002 - Wagtail's signature
        """Return the template named like the module of the block."""
        return f"cms/blocks/{type(self).__module__.rpartition('.')[2]}.html"

    @staticmethod
    def conference_in(context: dict) -> Conference | None:
        """Return the conference of the page around the block, else the one of the frame (in the chooser's preview)."""
        found = context.get("conference")
        return found if found is not None else getattr(context.get("site_context"), "conference", None)


def text_block(**kwargs: object) -> RichTextBlock:
    """Return a block of formatted text."""
    return RichTextBlock(features=TEXT_FEATURES, **kwargs)
