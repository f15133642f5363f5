"""A picture with its words and its source."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock

from cms.blocks.base import PICTURES, PageBlock
from cms.blocks.picture import PictureBlock


class ImageBlock(PageBlock, PictureBlock):
    """A picture in the text, or as wide as the page."""

    caption = CharBlock(label=_("Caption"), required=False, max_length=300)
    wide = BooleanBlock(label=_("As wide as the page"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with a caption; it asks for the words that stand in for it.")
        group = PICTURES
