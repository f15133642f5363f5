"""What a page says about itself in its head: title, description, canonical address, picture for shared links."""

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.models import Page


@dataclass(frozen=True)
class PageMeta:
    """The head of one page; addresses are absolute. `title` stands before the conference's name, `kind` is OpenGraph's.

    `image_url` is for pages that draw their own picture; without one the page's or conference's social image is shown.
    """

    title: str
    site_name: str = ""
    description: str = ""
    url: str = ""
    image_url: str = ""
    kind: str = "website"

    def but(self, **changes: str) -> "PageMeta":
        """Return the same with some values changed: what a route below the page says about itself."""
        return replace(self, **changes)

    @cached_property
    def full_title(self) -> str:
        """The browser's title: the page, then the conference, without saying the same twice."""
        return " · ".join(dict.fromkeys(part for part in (self.title, self.site_name) if part))


def for_page(page: Page, request: HttpRequest) -> PageMeta:
    """Return what a ConferencePage says about itself; its picture comes with the site context."""
    conference = page.conference
    return PageMeta(
        title=page.seo_title or page.title,
        site_name=conference.name if conference else "",
        description=page.search_description,
        url=page.get_full_url(request) or "",
    )
