"""In words: from when until when something is valid, how often it was used, and whether it works now."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from staff.programme.columns import moment_in_zone


def window_words(start: dt.datetime | None, end: dt.datetime | None) -> str:
    """Return from when until when, "" without either end."""
    words = {"start": moment_in_zone(start), "end": moment_in_zone(end)}
    if start and end:
        return _("%(start)s to %(end)s") % words
    if start:
        return _("from %(start)s") % words
    return _("until %(end)s") % words if end else _("always")


def state_words(*, active: bool, start: dt.datetime | None, end: dt.datetime | None, used_up: bool) -> str:
    """Return whether it works now, or why not."""
    now = timezone.now()
    if not active:
        return _("Off")
    if end and end < now:
        return _("Over")
    if used_up:
        return _("Used up")
    if start and now < start:
        return _("Not yet")
    return _("Active")


def used_words(used: int, most: int) -> str:
    """Return how much of a limit is used; 0 is no limit."""
    return _("%(used)d of %(most)d") % {"used": used, "most": most} if most else str(used)


def scope_words(ticket_types: list, addons: list) -> str:
    """Return what a scope covers: everything when nothing is named."""
    return ", ".join(product.name for product in [*ticket_types, *addons]) or _("everything")
