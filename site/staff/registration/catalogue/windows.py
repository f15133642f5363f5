"""In words: from when until when something is valid, how often it was used, and whether it works now."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registration.windows import Window, window_at
from staff.columns import moment_in_zone


class State(models.TextChoices):
    """Whether something works now, or why not."""

    ACTIVE = "active", gettext_lazy("Active")
    OFF = "off", gettext_lazy("Off")
    OVER = "over", gettext_lazy("Over")
    USED_UP = "used_up", gettext_lazy("Used up")
    NOT_YET = "not_yet", gettext_lazy("Not yet")


def window_words(start: dt.datetime | None, end: dt.datetime | None) -> str:
    """Return from when until when, “always” without either end."""
    words = {"start": moment_in_zone(start), "end": moment_in_zone(end)}
    if start and end:
        return _("%(start)s to %(end)s") % words
    if start:
        return _("from %(start)s") % words
    return _("until %(end)s") % words if end else _("always")


def state_now(*, active: bool, start: dt.datetime | None, end: dt.datetime | None, used_up: bool) -> State:
    """Return whether something works now, or why not."""
    window = window_at(timezone.now(), start=start, end=end)
    if not active:
        return State.OFF
    if window is Window.OVER:
        return State.OVER
    if used_up:
        return State.USED_UP
    return State.NOT_YET if window is Window.BEFORE else State.ACTIVE


def used_words(used: int, most: int) -> str:
    """Return how much of a limit is used; 0 is no limit."""
    return _("%(used)d of %(most)d") % {"used": used, "most": most} if most else str(used)


def scope_words(ticket_types: list, addons: list) -> str:
    """Return what a scope covers: everything when nothing is named."""
    return ", ".join(product.name for product in [*ticket_types, *addons]) or _("everything")
