"""Speakers that editors put forward."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock

from cms.blocks.base import PEOPLE, PageBlock
from cms.blocks.choosers import SpeakerChoice
from cms.blocks.programme import addresses_in_place, visible_in
from cms.schedule.cards import person_card
from conference.models import Conference
from conference.queries.schedule import speaker_row


class KeySpeakersBlock(PageBlock):
    """Speakers appear once speakers are public; an editor's preview shows them before."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=120, default=_("Key speakers"))
    lead = CharBlock(label=_("A sentence"), required=False, max_length=300)
    speakers = ListBlock(SpeakerChoice(label=_("Speaker")), label=_("Speakers"))

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        """Add the cards of those whom visitors may see, and the address of all speakers."""
        context = super().get_context(value, parent_context=parent_context)
        conference = self.conference_in(context)
        addresses = addresses_in_place()
        people = [
            speaker
            for speaker in value.get("speakers") or ()
            if speaker is not None and speaker.is_public and speaker.conference_id == getattr(conference, "pk", None)
        ]
        if not visible_in(context, conference, Conference.Visibility.SPEAKERS):
            people = []
        context["people"] = [person_card(speaker_row(speaker), addresses) for speaker in people]
        context["all_url"] = addresses.speakers()
        return context

    class Meta:
        icon = "group"
        label = _("Key speakers")
        description = _("Speakers you choose, with photo and name. They appear once speakers are public.")
        group = PEOPLE
