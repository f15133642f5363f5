"""The people who make the event."""

import zlib

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock, URLBlock

from cms.blocks.base import PEOPLE, PageBlock
from cms.blocks.picture import PictureChooserBlock
from cms.schedule.cards import PATTERNS, PersonCard, initials
from common.pictures import rendition


class MemberBlock(StructBlock):
    """One person of the team."""

    name = CharBlock(label=_("Name"), max_length=120)
    line = CharBlock(label=_("What they do"), required=False, max_length=160)
    image = PictureChooserBlock(label=_("Photo"), required=False)
    url = URLBlock(label=_("Address of their page"), required=False)

    class Meta:
        icon = "user"
        label = _("Person")


class TeamBlock(PageBlock):
    """Photo or initials, name, and what somebody does."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=120, default=_("Team"))
    lead = CharBlock(label=_("A sentence"), required=False, max_length=300)
    members = ListBlock(MemberBlock(), label=_("People"))

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        """Add the people's cards."""
        context = super().get_context(value, parent_context=parent_context)
        context["people"] = [_card(member) for member in value.get("members") or () if member.get("name")]
        return context

    class Meta:
        icon = "group"
        label = _("Team")
        description = _("People with photo or initials, and what they do.")
        group = PEOPLE
        preview_value = {
            "heading": _("Team"),
            "members": [{"name": "Mara Lind", "line": _("Programme")}, {"name": "Jun Ito", "line": _("Venue")}],
        }


def _card(member: dict) -> PersonCard:
    photo = rendition(member.get("image"), "portrait")
    return PersonCard(
        name=member["name"],
        url=member.get("url") or "",
        photo_url=photo.url if photo else "",
        initials=initials(member["name"]),
        line=member.get("line") or "",
        pattern=zlib.crc32(member["name"].encode()) % PATTERNS + 1,
    )
