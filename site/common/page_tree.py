"""All published pages of one conference, read once: menus, footer and every link between pages come from here."""

from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import F
from django.http import HttpRequest
from wagtail.models import Page

from conference.models import Conference

# A field of the content page; named here by its path, because this floor does not know the page types.
IN_FOOTER = "contentpage__in_footer"


@dataclass
class MenuItem:
    """A link of the menu or the footer; `current` says that it leads to the page being shown or to one above it."""

    title: str
    url: str
    current: bool = False
    children: list["MenuItem"] = field(default_factory=list)


class PageTree:
    """The published pages at and below a conference's front page that visitors may see (one SQL statement).

    Pages are plain `Page` objects without their type's own fields; `url` asks the database nothing.
    """

    def __init__(self, conference: Conference, request: HttpRequest | None) -> None:
        self.request = request
        path = _home_path(conference)
        rows = Page.objects.filter(path__startswith=path, live=True) if path else Page.objects.none()
        rows = rows.select_related("content_type").annotate(in_footer=F(IN_FOOTER)).order_by("path")
        self.pages: dict[int, Page] = {}
        hidden: tuple[str, ...] = ()
        for page in rows:
            if page.path.startswith(hidden or ("-",)):
                continue
            if _is_closed(page, conference):
                hidden += (page.path,)
                continue
            self.pages[page.pk] = page

    def get(self, pk: int) -> Page | None:
        """Return a page by its key; `None` when visitors do not see it."""
        return self.pages.get(pk)

    def url(self, page: Page) -> str:
        """Return a page's address."""
        return page.get_url(self.request) or ""

    def first(self, model: str) -> Page | None:
        """Return the first page of a type, `model` being its content type's name such as “schedulepage”."""
        return next((page for page in self.pages.values() if page.content_type.model == model), None)

    @property
    def home(self) -> Page | None:
        """The front page."""
        return next(iter(self.pages.values()), None)

    def navigation(self, current: Page | None = None) -> list[MenuItem]:
        """Return the menu: pages marked for it on the first level, with those marked below each of them."""
        return self._menu(self.home, current, levels=2) if self.home is not None else []

    def footer(self, current: Page | None = None) -> list[MenuItem]:
        """Return the links of the footer, in the order of the tree."""
        return [self._item(page, current) for page in self.pages.values() if page.in_footer]

    def _menu(self, parent: Page, current: Page | None, *, levels: int) -> list[MenuItem]:
        items = []
        for page in self.pages.values():
            if page.show_in_menus and page.path.startswith(parent.path) and page.depth == parent.depth + 1:
                item = self._item(page, current)
                if levels > 1:
                    item.children = self._menu(page, current, levels=levels - 1)
                items.append(item)
        return items

    def _item(self, page: Page, current: Page | None) -> MenuItem:
        is_current = current is not None and bool(current.path) and current.path.startswith(page.path)
        return MenuItem(title=page.title, url=self.url(page), current=is_current)


def _home_path(conference: Conference) -> str:
    """Return the tree path of the front page, "" while there is none; a statement of its own unless the page is at hand."""
    if Conference.home_page.is_cached(conference):
        return conference.home_page.path
    return Conference.objects.filter(pk=conference.pk).values_list("home_page__path", flat=True).first() or ""


def _is_closed(page: Page, conference: Conference) -> bool:
    model = apps.get_model(page.content_type.app_label, page.content_type.model)
    closed = getattr(model, "closed_because", None)
    return bool(closed(conference)) if closed is not None else False
