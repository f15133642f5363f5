"""What the blocks about the programme share: the schedule page's addresses, and how much visitors may see."""

from cms.schedule.addresses import Addresses
from common import serving
from conference.features import is_public_feature_enabled
from conference.models import Conference
from conference.queries.visibility import shows

SCHEDULE_PAGE = "schedulepage"


def addresses_in_place() -> Addresses:
    """Return the addresses below the conference's schedule page; they are empty while visitors see none."""
    active = serving.current()
    if active is None:
        return Addresses("")
    page = active.tree.first(SCHEDULE_PAGE)
    return Addresses(active.tree.url(page) if page is not None else "")


def visible_in(context: dict, conference: Conference | None, what: str) -> bool:
    """Return whether `what` (a `Conference.Visibility`) is public, or this is an editor's preview."""
    if conference is None or not is_public_feature_enabled("schedule", conference):
        return False
    return shows(conference, what) or getattr(context.get("request"), "is_preview", False)
