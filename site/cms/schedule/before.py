"""What visitors see before there is a schedule: when it comes, and who and what is known."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from conference.dates import time_words
from conference.facts import day_text
from conference.models import Conference
from conference.queries.site_texts import KeyDateRow

KEY_DATE = "schedule"


def when_the_schedule_comes(conference: Conference, key_dates: Iterable[KeyDateRow]) -> str:
    """Return one sentence with the key date “schedule”, or that it is to be announced."""
    date = next((date for date in key_dates if date.slug == KEY_DATE), None)
    if date is None or date.day is None:
        return _("The schedule is not out yet. Its date is to be announced.")
    if date.time is None:
        return _("The schedule comes on %(day)s.") % {"day": day_text(conference, date.day)}
    moment = dt.datetime.combine(date.day, date.time, tzinfo=conference.tz)
    words = {
        "day": day_text(conference, date.day),
        "time": time_words(moment, language=conference.language, zone=conference.tz),
        "zone": moment.tzname(),
    }
    return _("The schedule comes on %(day)s at %(time)s (%(zone)s).") % words
