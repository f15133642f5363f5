"""What the frame around every page shows; see the comment at the top of `templates/base.html`."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from wagtail.models import Page

from common import basket_mark, public_cache, serving
from common.page_tree import MenuItem
from common.pictures import rendition
from common.theme import theme_url
from conference import extension, facts, scope
from conference.models import Brand, Conference
from conference.queries.site_texts import SocialLinkRow

ACCOUNT_URL = "/account/"
LOUDNESS = ("live", "warning", "info")


@dataclass(frozen=True)
class NoticeBar:
    """A notice as `components/notice.html` shows it."""

    level: str
    text: str
    url: str
    link_text: str


@dataclass(frozen=True)
class Logo:
    """The conference's logo; sizes in pixels, `dark_url` may be empty."""

    url: str
    dark_url: str
    width: int
    height: int


@dataclass(frozen=True)
class BasketCorner:
    """A link to the visitor's basket and how many things are in it."""

    url: str
    units: int


class SiteContext:
    """Everything is looked up when a template asks for it: at most three SQL statements beside the pictures of a page."""

    account_url = ACCOUNT_URL

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def conference(self) -> Conference | None:
        """The conference of the page, else the current one of the host; `None` while it is not public."""
        found = getattr(self.request, "conference", None) or scope.conference_of_site(self.request)
        if found is None or not (found.is_active or getattr(self.request, "is_preview", False)):
            return None
        return found

    @cached_property
    def _serving(self) -> serving.Serving | None:
        return serving.of(self.request, self.conference) if self.conference is not None else None

    @cached_property
    def page(self) -> Page | None:
        """The page of the tree that is being shown, if it is one."""
        route = getattr(self.request, "_wagtail_route_for_request", None)
        return route[0] if route else getattr(self.request, "previewed_page", None)

    @cached_property
    def brand(self) -> Brand | None:
        """How the conference looks."""
        brand = getattr(self.conference, "brand", None)
        if brand is not None:
            brand.conference = self.conference
        return brand

    @cached_property
    def theme_url(self) -> str:
        """The address of the brand's style sheet."""
        return theme_url(self.brand) if self.brand is not None else ""

    @cached_property
    def logo(self) -> Logo | None:
        """The logo, if the brand has one."""
        if self.brand is None or self.brand.logo_id is None:
            return None
        self._want_pictures()
        light = rendition(self._serving.pictures.get(self.brand.logo_id), "logo")
        dark = rendition(self._serving.pictures.get(self.brand.logo_dark_id), "logo")
        if light is None:
            return None
        return Logo(light.url, dark.url if dark else "", light.width, light.height)

    @cached_property
    def social_image_url(self) -> str:
        """The absolute address of the picture for shared links: the page's own, else the conference's; "" for none."""
        own = getattr(self.page, "social_image_id", None) or getattr(self.brand, "social_image_id", None)
        if own is None or self._serving is None:
            return ""
        self._want_pictures()
        found = rendition(self._serving.pictures.get(own), "social")
        return self.request.build_absolute_uri(found.url) if found else ""

    @cached_property
    def home_url(self) -> str:
        """The address of the front page."""
        home = self._serving.tree.home if self._serving is not None else None
        return self._serving.tree.url(home) if home is not None else "/"

    @cached_property
    def navigation(self) -> list[MenuItem]:
        """The menu."""
        return self._serving.tree.navigation(self.page) if self._serving is not None else []

    @cached_property
    def basket(self) -> BasketCorner | None:
        """The visitor's basket, if something is in it and the shop is open; it costs no SQL statement beside the menu's."""
        if self._serving is None or getattr(self.request, "is_preview", False):
            return None
        units = basket_mark.units_of(self.request, self.conference)
        if not units:
            return None
        with serving.serve(self.request, self.conference):
            url = extension.url_for(self.conference, "cart")
        return BasketCorner(url, units) if url else None

    @cached_property
    def footer_links(self) -> list[MenuItem]:
        """The links of the footer."""
        return self._serving.tree.footer(self.page) if self._serving is not None else []

    @cached_property
    def social_links(self) -> tuple[SocialLinkRow, ...]:
        """The conference's accounts elsewhere."""
        return self._serving.texts.social_links if self._serving is not None else ()

    @cached_property
    def facts(self) -> dict[str, str]:
        """The conference's facts."""
        return self._serving.facts if self._serving is not None else {}

    @cached_property
    def notices(self) -> list[NoticeBar]:
        """The notices of this moment, loudest first; the answer is good until one of them begins or ends."""
        if self._serving is None:
            return []
        now = self._serving.now
        rows = self._serving.texts.notices
        for row in rows:
            for moment in (row.starts_at, row.ends_at):
                if moment is not None and moment > now:
                    public_cache.valid_until(self.request, moment)
        current = sorted((row for row in rows if row.is_current(now)), key=lambda row: LOUDNESS.index(row.kind))
        return [
            NoticeBar(row.kind, facts.fill(row.text, self._facts_in(row.text)), row.link, row.link_text)
            for row in current
        ]

    def _facts_in(self, text: str) -> dict[str, str]:
        return self.facts if "{{" in text else {}

    def _want_pictures(self) -> None:
        """Say all that the frame may need, so that one look-up serves the page and its frame."""
        for key in (
            self.brand.logo_id,
            self.brand.logo_dark_id,
            getattr(self.page, "social_image_id", None) or self.brand.social_image_id,
        ):
            self._serving.pictures.want(key)
