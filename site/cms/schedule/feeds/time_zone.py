"""A calendar's description of a time zone, exact to the second.

Written out change by change for the years around the event: rules that repeat for ever could be wrong before the event
and are never needed after it.
"""

import datetime as dt
import zoneinfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def time_zone(zone: zoneinfo.ZoneInfo, first: dt.datetime, last: dt.datetime) -> Timezone:
    """Return the zone under its IANA name, valid between two aware moments."""
    component = Timezone()
    component.add("tzid", zone.key)
    begin = first.astimezone(dt.UTC).replace(microsecond=0)
    component.add_component(_rule(zone, begin, _offset(zone, begin)))
    for moment in changes(zone, begin, last.astimezone(dt.UTC)):
        component.add_component(_rule(zone, moment, _offset(zone, moment - SECOND)))
    return component


def changes(zone: zoneinfo.ZoneInfo, first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    """Return the moments (UTC) between two others at which the zone's offset or name changes."""
    found = []
    low = first
    while low < last:
        high = min(low + STEP, last)
        if _rules(zone, low) != _rules(zone, high):
            found.append(_first_with_other_rules(zone, low, high))
        low = high
    return found


def _first_with_other_rules(zone: zoneinfo.ZoneInfo, low: dt.datetime, high: dt.datetime) -> dt.datetime:
    rules = _rules(zone, low)
    while high - low > SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if _rules(zone, middle) == rules:
            low = middle
        else:
            high = middle
    return high


def _rule(zone: zoneinfo.ZoneInfo, moment: dt.datetime, before: dt.timedelta) -> TimezoneStandard | TimezoneDaylight:
    local = moment.astimezone(zone)
    rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
    # the beginning is told by the clock as it stood before
    rule.add("dtstart", (moment + before).replace(tzinfo=None))
    rule.add("tzoffsetfrom", before)
    rule.add("tzoffsetto", local.utcoffset())
    rule.add("tzname", local.tzname())
    return rule


def _offset(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> dt.timedelta:
    return moment.astimezone(zone).utcoffset()


def _rules(zone: zoneinfo.ZoneInfo, moment: dt.datetime) -> tuple:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname(), local.dst()
