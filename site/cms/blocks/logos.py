"""Logos with names and links."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock, URLBlock

from cms.blocks.base import PICTURES, PageBlock
from cms.blocks.picture import PictureChooserBlock
from common.pictures import rendition

WIDE, TALL = 1.6, 0.8


class LogoBlock(StructBlock):
    """One logo; its name stands in for it where there is no picture."""

    name = CharBlock(label=_("Name"), max_length=120)
    image = PictureChooserBlock(label=_("Logo"), required=False)
    dark_image = PictureChooserBlock(label=_("Logo on dark"), required=False)
    url = URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "image"
        label = _("Logo")


class LogosBlock(PageBlock):
    """Every logo gets the same area, so that none shouts."""

    heading = CharBlock(label=_("Heading"), max_length=120, default=_("With the help of"))
    size = ChoiceBlock(label=_("Size"), choices=[("1", _("large")), ("2", _("medium")), ("3", _("small"))], default="2")
    logos = ListBlock(LogoBlock(), label=_("Logos"))

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        """Add the logos as `components/sponsor_wall.html` shows them."""
        context = super().get_context(value, parent_context=parent_context)
        logos = [_logo(logo) for logo in value.get("logos") or () if logo.get("name")]
        context["levels"] = [{"name": value.get("heading"), "size": int(value.get("size") or 2), "sponsors": logos}]
        return context

    class Meta:
        icon = "image"
        label = _("Logos")
        description = _("Logos of the same weight, with names and links.")
        group = PICTURES
        preview_value = {
            "heading": _("With the help of"),
            "size": "2",
            "logos": [{"name": "Harbour Works"}, {"name": "Northlight"}, {"name": "Quay & Co"}],
        }


def _logo(logo: dict) -> dict:
    light, dark = rendition(logo.get("image"), "logo"), rendition(logo.get("dark_image"), "logo")
    width, height = (light.width, light.height) if light else (0, 0)
    ratio = width / height if height else WIDE
    return {
        "name": logo["name"],
        "url": logo.get("url") or "",
        "logo_url": light.url if light else "",
        "logo_dark_url": dark.url if dark else "",
        "width": width,
        "height": height,
        "shape": "wide" if ratio >= WIDE else "tall" if ratio <= TALL else "square",
    }
