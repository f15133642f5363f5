"""Deadlines and openings, which stand in the conference's facts."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import BooleanBlock, CharBlock

from cms.blocks.base import FACTS, PageBlock
from common import public_cache, serving
from conference.facts import time_text
from conference.models import Conference
from conference.queries.site_texts import KeyDateRow


class KeyDatesBlock(PageBlock):
    """All key dates of the facts, the next one marked; a day is over when it has ended in the conference's zone."""

    heading = CharBlock(
        label=gettext_lazy("Heading"), required=False, max_length=120, default=gettext_lazy("Key dates")
    )
    lead = CharBlock(label=gettext_lazy("A sentence"), required=False, max_length=300)
    only_upcoming = BooleanBlock(label=gettext_lazy("Leave out what is over"), required=False)

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        """Add the dates as `components/key_dates.html` shows them; the answer is good until the next of them is over."""
        context = super().get_context(value, parent_context=parent_context)
        conference = self.conference_in(context)
        active = serving.current()
        rows = active.texts.key_dates if active is not None and conference is not None else ()
        now = active.now if active is not None else timezone.now()
        ends = {row.slug: end_of(row, conference) for row in rows}
        upcoming = sorted((end, slug) for slug, end in ends.items() if end is not None and end > now)
        if upcoming and context.get("request") is not None:
            public_cache.valid_until(context["request"], upcoming[0][0])
        following = upcoming[0][1] if upcoming else None
        dates = [
            _item(row, conference, is_past=_is_over(ends[row.slug], now), is_next=row.slug == following) for row in rows
        ]
        context["dates"] = [item for item in dates if not (value.get("only_upcoming") and item["past"])]
        return context

    class Meta:
        icon = "calendar-alt"
        label = gettext_lazy("Key dates")
        description = gettext_lazy("Deadlines and openings from the facts, the next one marked.")
        group = FACTS


def end_of(row: KeyDateRow, conference: Conference) -> dt.datetime | None:
    """Return the aware moment from which a date is over; `None` while it is to be announced."""
    if row.day is None:
        return None
    if row.time is not None:
        return dt.datetime.combine(row.day, row.time, tzinfo=conference.tz)
    return dt.datetime.combine(row.day + dt.timedelta(days=1), dt.time(), tzinfo=conference.tz)


def _is_over(end: dt.datetime | None, now: dt.datetime) -> bool:
    return end is not None and end <= now


def _item(row: KeyDateRow, conference: Conference, *, is_past: bool, is_next: bool) -> dict:
    return {
        "label": row.label,
        "date": row.day,
        "text": _("to be announced") if row.day is None else time_text(conference, row),
        "past": is_past,
        "next": is_next,
    }
