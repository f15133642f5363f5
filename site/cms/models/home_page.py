"""The front page of one conference."""

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from cms import json_ld
from cms.blocks import PAGE_BLOCKS
from cms.models.conference_page import ConferencePage
from cms.panels import FactsPanel


class HomePageQuerySet(PageQuerySet):
    """Front pages with their conference, its flags, facts and brand, because every page below asks for them."""

    def with_conference(self) -> PageQuerySet:
        """Fetch the conference along."""
        return self.select_related(*(f"conference__{name}" for name in ("feature_flags", "facts", "brand")))

    def select_for_update(self, **kwargs: object) -> PageQuerySet:
        """Lock the page alone: what may be missing cannot be locked."""
        return super(HomePageQuerySet, self.select_related(None)).select_for_update(**kwargs)


class HomePageManager(PageManager.from_queryset(HomePageQuerySet)):
    """Brings the conference along."""

    def get_queryset(self) -> PageQuerySet:
        """Return front pages in the order of the tree, with their conference."""
        return super().get_queryset().with_conference()


class HomePage(ConferencePage):
    """The front page and root of everything that belongs to one conference."""

    conference = models.OneToOneField(
        "conference.Conference", on_delete=models.PROTECT, related_name="home_page", verbose_name=_("conference")
    )
    body = StreamField(PAGE_BLOCKS, blank=True, verbose_name=_("content"))

    objects = HomePageManager()

    parent_page_types = ["wagtailcore.Page", "cms.YearsPage"]
    template = "cms/home_page.html"

    content_panels = [*ConferencePage.content_panels, FieldPanel("body"), FactsPanel()]
    settings_panels = [*ConferencePage.settings_panels, FieldPanel("conference", read_only=True)]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the event for search engines."""
        context = super().get_context(request, *args, **kwargs)
        if self.conference_id:
            context["json_ld"] = json_ld.of_home(self, request)
        return context

    def route(self, request: HttpRequest, path_components: list[str]) -> object:
        """Find the deepest page of the address at once, instead of asking every page on the way for its child.

        What Wagtail does one by one still holds: each page on the way may hide what lies below it, and the last one
        gets the rest of the address for routes of its own.
        """
        self._check(request)
        if not path_components:
            return super().route(request, path_components)
        depths = range(1, len(path_components) + 1)
        addresses = {f"{self.url_path}{'/'.join(path_components[:depth])}/": depth for depth in depths}
        found = list(Page.objects.filter(path__startswith=self.path, url_path__in=addresses).order_by("depth"))
        if not found:
            raise Http404
        deepest = found[-1]
        for page in found[:-1]:
            self._check_on_the_way(request, page, deepest)
        return deepest.specific.route(request, path_components[addresses[deepest.url_path] :])

    def _check_on_the_way(self, request: HttpRequest, page: Page, asked_for: Page) -> None:
        closed = getattr(page.specific_class, "closed_because", None)
        if closed is not None and (reason := closed(self.conference)):
            request.hidden_page = (asked_for, reason)
            raise Http404(reason)

    def _find_conference(self) -> object:
        return self.conference
