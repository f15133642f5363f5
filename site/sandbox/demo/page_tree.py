"""The demo's pages: where each lies in the tree, and filling and publishing them.

The page types belong to another room, so they are asked for by name. A page that was published before is left alone:
whatever somebody tried out in the demo stays.
"""

import json
from dataclasses import dataclass

from django.apps import apps
from wagtail.models import Page

from conference.models import Conference
from sandbox.demo.blocks import Content, rich
from sandbox.demo.content import Document, load_news, load_pages, load_table
from sandbox.demo.pictures import Pictures


@dataclass(frozen=True)
class Place:
    """Where a page lies, and whether the menu or the footer leads to it."""

    slug: str
    parent: str = ""
    menu: bool = False
    footer: bool = False


SCHEDULE, NEWS, TICKETS = "schedule", "news", "tickets"
# In the order of the menu.
PLACES = (
    Place("venue", menu=True),
    Place("travel", parent="venue", menu=True),
    Place("faq", parent="venue", menu=True),
    Place("about", menu=True),
    Place("team", parent="about", menu=True),
    Place("sponsors", parent="about", menu=True),
    Place("code-of-conduct", footer=True),
    Place("accessibility", footer=True),
    Place("terms", footer=True),
    Place("privacy", footer=True),
    Place("legal-notice", footer=True),
)


class PageTree:
    """Fills the tree below a conference's front page."""

    def __init__(self, conference: Conference, home: Page, pictures: Pictures) -> None:
        self.home = home
        self.pages: dict[str, Page] = {}
        self.content = Content(conference, pictures, lambda slug: getattr(self.pages.get(slug), "pk", None))

    def fill(self) -> int:
        """Make, fill and publish what is not published yet; return how many pages that were."""
        documents = load_pages()
        self.home.refresh_from_db()
        schedule = self._page(SCHEDULE, self.home, "SchedulePage", title="Schedule", show_in_menus=True)
        shop = self._page(TICKETS, self.home, "TicketStorefrontPage", title="Tickets", show_in_menus=True)
        for place in PLACES:
            above = self.pages[place.parent] if place.parent else self.home
            document = documents[place.slug]
            self._page(place.slug, above, "ContentPage", title=document.title, show_in_menus=place.menu)
        news = self._page(NEWS, self.home, "NewsIndexPage", title="News", show_in_menus=True)
        published = sum(self._publish_content(place, documents[place.slug]) for place in PLACES)
        words = load_table("site")["pages"]
        for page, name in ((schedule, SCHEDULE), (news, NEWS)):
            lead, description = words[name]["lead"], words[name]["description"]
            published += self._publish(page, introduction=lead, search_description=description)
        published += self._publish_shop(shop, documents[TICKETS])
        published += sum(self._publish_news(news, document) for document in load_news())
        # last, because it links to the others
        return published + self._publish_home()

    def _page(self, slug: str, above: Page, model: str, **fields: object) -> Page:
        """Return the page with this slug, a draft below `above` unless it was published before."""
        kind = apps.get_model("cms", model)
        above = Page.objects.get(pk=above.pk)  # moving others has changed its place or number of children
        page = kind.objects.descendant_of(self.home).filter(slug=slug).first()
        if page is None:
            page = kind(slug=slug, live=False, **fields)
            above.add_child(instance=page)
        elif not page.live:  # a draft of the set-up's: into its place in the menu
            page.move(above, pos="last-child")
            page = kind.objects.get(pk=page.pk)
            for name, value in fields.items():
                setattr(page, name, value)
        self.pages[slug] = page
        return page

    def _publish_content(self, place: Place, document: Document) -> int:
        return self._publish(
            self.pages[place.slug],
            introduction=document.lead,
            search_description=document.description,
            in_footer=place.footer,
            body=json.dumps(self.content.of(document)),
        )

    def _publish_shop(self, page: Page, document: Document) -> int:
        return self._publish(
            page,
            introduction=document.lead,
            search_description=document.description,
            body_below=json.dumps(self.content.of(document)),
        )

    def _publish_news(self, index: Page, document: Document) -> int:
        page = self._page(document.slug, index, "NewsPage", title=document.title, date=document.date.date())
        signed = [{"type": "text", "value": {"heading": "", "body": rich(f"*{document.author}*")}}]
        done = self._publish(
            page,
            introduction=document.description,
            search_description=document.description,
            body=json.dumps(self.content.of(document) + signed),
        )
        if done:
            type(page).objects.filter(pk=page.pk).update(first_published_at=document.date)
        return done

    def _publish_home(self) -> int:
        description = load_table("site")["facts"]["tagline"]
        return self._publish(self.home, search_description=description, body=json.dumps(self.content.home()))

    def _publish(self, page: Page, **fields: object) -> int:
        if page.live:
            return 0
        for name, value in fields.items():
            setattr(page, name, value)
        page.full_clean()
        page.save_revision().publish()
        page.refresh_from_db()
        return 1
