"""The event's time zone in words."""

import datetime as dt

from django.utils.translation import gettext as _

from conference.models import Conference


def zone_in_words(conference: Conference, moment: dt.datetime | None = None) -> str:
    """Return "Europe/Berlin (CEST, UTC+2)" as it is at `moment` (aware; the first day's noon without one)."""
    moment = moment or dt.datetime.combine(conference.start_date, dt.time(12), tzinfo=conference.tz)
    local = moment.astimezone(conference.tz)
    name, offset = local.tzname() or "", utc_offset(local)
    short = f"{name}, {offset}" if name[:1].isalpha() and name != offset else offset
    return _("%(zone)s (%(short)s)") % {"zone": conference.tz.key.replace("_", " "), "short": short}


def utc_offset(moment: dt.datetime) -> str:
    """Return an aware moment's distance from UTC: "UTC", "UTC+2", "UTC−3:30"."""
    minutes = round((moment.utcoffset() or dt.timedelta()).total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"
