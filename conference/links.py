"""Addresses for what leaves the site: mails, calendars, printed things."""

from django.conf import settings
from wagtail.models import Page

from conference import extension
from conference.models import Conference


class SiteAddress(str):
    """A full address that the site made itself: mails make a link of it, and never of one that somebody typed."""

    __slots__ = ()


def absolute(conference: Conference, name: str, **parameters: object) -> SiteAddress:
    """Return the full address of what `extension.url_for` calls `name`; "" when nobody serves such a page."""
    address = extension.url_for(conference, name, **parameters)
    return SiteAddress(f"{root_of(conference)}{address}" if address.startswith("/") else address)


def root_of(conference: Conference) -> str:
    """Return where the conference's site begins, without a slash at the end: "https://2027.example.org"."""
    home: Page | None = getattr(conference, "home_page", None)
    parts = home.get_url_parts() if home is not None else None  # from what Wagtail keeps in the cache of its sites
    root = parts[1] if parts else None
    return (root or settings.WAGTAILADMIN_BASE_URL).rstrip("/")
