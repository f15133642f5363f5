"""The site of a new conference: where it lies, and the drafts it begins with."""

from cms.models import HomePage
from cms.starter.drafts import draft_front_page, draft_pages
from cms.starter.place import place
from conference import extension
from conference.models import Conference
from conference.site_address import SiteAddress


def start(conference: Conference, address: SiteAddress) -> None:
    """Make the conference's front page at the address and a set of drafts below it; `ValidationError` if it is taken."""
    home = HomePage(title=conference.name, conference=conference, live=False)
    place(home, address)
    pages = draft_pages(home)
    draft_front_page(home, pages)


def register() -> None:
    """Fill the registry."""
    extension.starters.register("pages", start)
