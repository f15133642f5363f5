"""What switching features changes for visitors, and who last switched what."""

import copy
import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.snippets.confirm import Consequence
from common.page_tree import PageTree
from conference.features import MASTERED, NAMES, is_feature_enabled, is_public_feature_enabled
from conference.models import Conference, FeatureFlags
from conference.settings import get_config

DESK = "manage_ui"


@dataclass(frozen=True)
class LastChange:
    """When a switch got its present position, and by whom ("" for nobody known)."""

    when: dt.datetime
    who: str


def default_of(name: str) -> bool:
    """Return what the installation's settings say about the feature `name`."""
    return getattr(get_config().features, f"{name}_enabled")


def effective_of(name: str, conference: Conference) -> tuple[bool, str]:
    """Return whether the feature is on for visitors now, and the reason when another switch overrules its own."""
    own = is_feature_enabled(name, conference)
    if name in MASTERED:
        overruled = not own and not is_feature_enabled("all_ui", conference)
        return own, _("because “everything” is off") if overruled else ""
    if name in ("all_ui", "pretalx_sync"):
        return own, ""
    public = is_public_feature_enabled(name, conference)
    return public, _("because the public pages are off") if own and not public else ""


def last_changes(flags: FeatureFlags) -> dict[str, LastChange]:
    """Return {field: last change} from the history of the row (one SQL statement)."""
    found: dict[str, LastChange] = {}
    before: dict[str, object] = {}
    for revision in flags.revisions.select_related("user").order_by("created_at", "pk"):
        for name in NAMES:
            field = f"{name}_enabled"
            value = revision.content.get(field)
            if value != before.get(field):
                found[field] = LastChange(revision.created_at, str(revision.user or ""))
            before[field] = value
    return found


def consequences(old: FeatureFlags, new: FeatureFlags, request: HttpRequest) -> list[Consequence]:
    """Return what visitors (and organizers) gain and lose, as lists of pages, menu items and feeds."""
    before, after = _with(old), _with(new)
    tree_before, tree_after = PageTree(before, request), PageTree(after, request)
    gone = [page for pk, page in tree_before.pages.items() if pk not in tree_after.pages]
    come = [page for pk, page in tree_after.pages.items() if pk not in tree_before.pages]
    found = []
    if gone:
        found.append(Consequence(_("This disappears"), tuple(_lines(gone, tree_before)), is_loss=True))
    if come:
        found.append(Consequence(_("This appears"), tuple(_lines(come, tree_after))))
    switched = [name for name in NAMES if effective_of(name, before)[0] != effective_of(name, after)[0]]
    shown = {page.specific_class.feature for page in (*gone, *come)}
    others = [_of_feature(name, is_on=effective_of(name, after)[0]) for name in switched if name not in shown]
    return [*found, *others]


def _of_feature(name: str, *, is_on: bool) -> Consequence:
    label = FeatureFlags._meta.get_field(f"{name}_enabled").verbose_name
    words = _("Switched on: %(feature)s") if is_on else _("Switched off: %(feature)s")
    items = ((_("The menus Programme and Registration of the admin"), ""),) if name == DESK else ()
    return Consequence(words % {"feature": label}, items, is_loss=not is_on)


def _lines(pages: list[Page], tree: PageTree) -> list[tuple[str, str]]:
    lines = []
    for page in pages:
        url = tree.url(page)
        lines.append((_("Page “%(title)s”") % {"title": page.title}, url))
        if page.show_in_menus:
            lines.append((_("Menu item “%(title)s”") % {"title": page.title}, ""))
        lines += [
            (_("Feed %(address)s") % {"address": f"{url}{name}"}, "")
            for name in getattr(page.specific_class, "feed_names", ())
        ]
    return lines


def _with(flags: FeatureFlags) -> Conference:
    """Return the conference as it is with these switches, without touching the one in use."""
    conference = copy.copy(flags.conference)
    conference._state = copy.deepcopy(flags.conference._state)
    conference.feature_flags = copy.copy(flags)
    return conference
