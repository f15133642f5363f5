"""The conference's front: name, days, place, and the one thing to do."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock

from cms.blocks.base import PICTURES, SHORT_FEATURES, PageBlock
from cms.blocks.link import LinkBlock
from cms.blocks.picture import PictureChooserBlock
from conference.facts import dates_text


class HeroBlock(PageBlock):
    """Days and place come from the conference, so that they are right everywhere."""

    title = CharBlock(label=_("Title"), required=False, max_length=120, help_text=_("Empty: the conference’s name."))
    lead = RichTextBlock(label=_("One or two sentences"), required=False, features=SHORT_FEATURES)
    actions = ListBlock(
        LinkBlock(), label=_("Buttons"), max_num=2, default=[], help_text=_("The first one stands out.")
    )
    note = CharBlock(label=_("Short line under the buttons"), required=False, max_length=120)
    image = PictureChooserBlock(
        label=_("Picture"), required=False, help_text=_("Only decoration. Empty: a pattern in your colours.")
    )

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        """Add days and place, and the buttons that lead somewhere."""
        context = super().get_context(value, parent_context=parent_context)
        conference = self.conference_in(context)
        context["actions"] = [action for action in value.get("actions") or () if action.url and action.get("label")]
        if conference is not None:
            context |= {"name": conference.name, "dates": dates_text(conference), "place": conference.venue}
        return context

    class Meta:
        icon = "home"
        label = _("Hero")
        description = _("Name, days and place of the conference, set large, with up to two buttons.")
        group = PICTURES
        preview_value = {"lead": "<p>Three days on the water.</p>"}
