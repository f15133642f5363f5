"""What visitors see before there is a schedule: when it comes, and who and what is known."""

import datetime as dt
from collections.abc import Iterable

from django.utils import formats
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.queries.site_texts import KeyDateRow

KEY_DATE = "schedule"


def when_the_schedule_comes(conference: Conference, key_dates: Iterable[KeyDateRow]) -> str:
    """Return one sentence with the key date “schedule”, or that it is to be announced."""
    date = next((date for date in key_dates if date.slug == KEY_DATE), None)
    if date is None or date.day is None:
        return _("The schedule is not out yet. Its date is to be announced.")
    if date.time is None:
        words = {"day": formats.date_format(date.day, "l j F Y")}
        return _("The schedule comes on %(day)s.") % words
    moment = dt.datetime.combine(date.day, date.time, tzinfo=conference.tz)
    words = {
        "day": formats.date_format(date.day, "l j F Y"),
        "time": formats.date_format(moment, "H:i"),
        "zone": moment.tzname(),
    }
    return _("The schedule comes on %(day)s at %(time)s (%(zone)s).") % words
