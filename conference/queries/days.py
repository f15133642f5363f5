"""The conference's days: from 04:00 to 04:00 in its own time zone, so that a late film belongs to its evening."""

import datetime as dt
import zoneinfo

DAY_STARTS = dt.time(4, 0)


def day_of(moment: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.date:
    """Return the conference day of an aware datetime."""
    local = moment.astimezone(zone)
    return local.date() if local.time() >= DAY_STARTS else local.date() - dt.timedelta(days=1)


def day_bounds(day: dt.date, zone: zoneinfo.ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Return the first moment of a conference day and the first one after it."""
    start = dt.datetime.combine(day, DAY_STARTS, tzinfo=zone)
    return start, dt.datetime.combine(day + dt.timedelta(days=1), DAY_STARTS, tzinfo=zone)
