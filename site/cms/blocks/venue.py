"""Where it takes place, with a link to a map; no map of another host is loaded."""

from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, URLBlock

from cms.blocks.base import FACTS, PageBlock, text_block
from cms.blocks.picture import PictureChooserBlock

MAP = "https://www.openstreetmap.org/search"


class VenueBlock(PageBlock):
    """Name and address come from the conference."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=120, default=_("Venue"))
    directions = text_block(label=_("How to get there"), required=False)
    image = PictureChooserBlock(label=_("Picture"), required=False)
    alt_text = CharBlock(
        label=_("What the picture shows"),
        required=False,
        max_length=300,
        help_text=_("Empty: the words stored with the picture."),
    )
    map_url = URLBlock(
        label=_("Address of a map"), required=False, help_text=_("Empty: the venue’s address on OpenStreetMap.")
    )

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        """Add name and address of the venue and the link to the map."""
        context = super().get_context(value, parent_context=parent_context)
        conference = self.conference_in(context)
        place, address = getattr(conference, "venue", ""), getattr(conference, "address", "")
        wanted = ", ".join(part for part in (place, address) if part)
        found = f"{MAP}?{urlencode({'query': address or place})}" if wanted else ""
        image = value.get("image")
        return context | {
            "place": place,
            "address": address,
            "map_url": value.get("map_url") or found,
            "alt": value.get("alt_text") or (image.default_alt_text if image else ""),
        }

    class Meta:
        icon = "site"
        label = _("Venue")
        description = _("Name and address of the venue from the facts, directions, and a link to a map.")
        group = FACTS
        preview_value = {"heading": _("Venue"), "directions": "<p>Tram 3 stops in front of the door.</p>"}
