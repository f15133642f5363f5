"""A few talks: those that editors choose, or the next ones."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, ListBlock

from cms.blocks.base import PEOPLE, PageBlock
from cms.blocks.choosers import TalkChoice
from cms.blocks.programme import addresses_in_place, visible_in
from cms.schedule.cards import talk_card
from common import public_cache, serving
from conference.models import Conference
from conference.queries.next_talks import chosen_talks, next_talks

MOST = 12


class SchedulePreviewBlock(PageBlock):
    """The next talks follow the clock; chosen ones stay. Nothing is shown before talks are public."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=120, default=_("From the programme"))
    lead = CharBlock(label=_("A sentence"), required=False, max_length=300)
    talks = ListBlock(
        TalkChoice(label=_("Talk")), label=_("Talks"), default=[], help_text=_("Empty: the next talks by the clock.")
    )
    count = IntegerBlock(label=_("How many of the next talks"), min_value=1, max_value=MOST, default=6)

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        """Add the talks' cards and the address of the schedule."""
        context = super().get_context(value, parent_context=parent_context)
        conference = self.conference_in(context)
        addresses = addresses_in_place()
        context["talks"] = [talk_card(talk, addresses, slot) for talk, slot in self._talks(value, context, conference)]
        context["all_url"] = addresses.index()
        return context

    def _talks(self, value: dict, context: dict, conference: Conference | None) -> list[tuple]:
        if serving.current() is None or not visible_in(context, conference, Conference.Visibility.TALKS):
            return []
        now = serving.current().now
        keys = [talk.pk for talk in value.get("talks") or () if talk is not None]
        visibility = Conference.Visibility.SCHEDULE if getattr(context["request"], "is_preview", False) else None
        if keys:
            return chosen_talks(conference, keys, now=now, visibility=visibility)
        found = next_talks(conference, value.get("count") or 1, now=now, visibility=visibility)
        public_cache.valid_until(context["request"], min((slot.end for _talk, slot in found), default=None))
        return found

    class Meta:
        icon = "date"
        label = _("Schedule preview")
        description = _("The talks you choose, or those that come next.")
        group = PEOPLE
