"""An Atom feed of what changed in the schedule."""

import datetime as dt

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.schedule.addresses import Addresses
from cms.schedule.cards import moved_from
from cms.schedule.feeds.names import plain
from conference.dates import day_words, time_words
from conference.models import Conference
from conference.queries.schedule_changes import Change, schedule_changes
from conference.queries.schedule_rows import Schedule

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class _DatedFeed(Atom1Feed):
    """Dated by the schedule's last change, even without entries."""

    def latest_post_date(self) -> dt.datetime:
        return self.feed["changed_at"]


def changes_feed(conference: Conference, schedule: Schedule, addresses: Addresses) -> bytes:
    """Return the last changes; `addresses` are absolute."""
    changes = schedule_changes(schedule)
    feed = _DatedFeed(
        title=plain(_("%(conference)s: changes of the schedule") % {"conference": conference.name}),
        link=addresses.index(),
        description="",
        language=conference.language,
        author_name=plain(conference.name),
        feed_url=addresses.feed("changes.atom"),
        changed_at=changes[0].at if changes else conference.created_at,
    )
    for change in changes:
        feed.add_item(
            title=plain(_title(change)),
            link=addresses.talk(change.slot.talk.code),
            description=escape(plain(_words(change, conference))),  # the feed says that it is HTML
            unique_id=change.id.urn,
            pubdate=change.at,
            updateddate=change.at,
        )
    return feed.writeString("utf-8").encode()


def _title(change: Change) -> str:
    title = {"title": change.slot.title}
    if change.kind == "cancelled":
        return _("Cancelled: %(title)s") % title
    if change.kind == "moved":
        return _("Moved: %(title)s") % title
    return _("New: %(title)s") % title


def _words(change: Change, conference: Conference) -> str:
    slot = change.slot
    start = slot.start.astimezone(conference.tz)
    when = _("%(day)s, %(time)s (%(zone)s)") % {
        "day": day_words(start.date(), "weekday-month", language=conference.language),
        "time": time_words(start, language=conference.language, zone=conference.tz),
        "zone": start.tzname(),
    }
    place = {"when": when, "room": slot.room.name if slot.room else "", "before": moved_from(slot)}
    if change.kind == "cancelled":
        return _("It does not take place.")
    now = _("%(when)s, %(room)s") % place if place["room"] else when
    if change.kind == "moved":
        return _("Now: %(now)s. Before: %(before)s.") % {"now": now, "before": place["before"]}
    return now
