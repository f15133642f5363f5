"""What all pages of a conference share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from cms import cache, meta
from cms.slugs import validate_page_slug
from conference import scope
from conference.features import is_public_feature_enabled
from conference.models import Conference


class ConferencePage(Page):
    """A page below (or being) a conference's home page, shown in the conference's language and time zone.

    Set in a page type: `feature` (the name of the switch it depends on, "" for none) and `query_parameters` (the names
    of the query parameters its answers depend on; others are ignored by the cache). A page type may add to
    `hidden_because`.
    """

    feature: str = ""
    query_parameters: tuple[str, ...] = ()

    social_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("picture for shared links"),
        help_text=gettext_lazy("1200 × 630 pixels. Empty: the conference’s own."),
    )

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("social_image")],
            heading=gettext_lazy("For search engines and shared links"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=gettext_lazy("Menu")),
    ]

    class Meta:
        abstract = True

    @cached_property
    def conference(self) -> Conference | None:
        """The conference this page belongs to, with flags, facts and brand (one SQL statement, none while serving)."""
        return scope.conference_of_page(self)

    def hidden_because(self) -> str:
        """Return why visitors do not see this page, as a sentence for editors; "" when they do."""
        if self.conference is None:
            return _("This page belongs to no conference.")
        if not self.conference.is_active:
            return _("The conference is not public yet.")
        if self.feature and not is_public_feature_enabled(self.feature, self.conference):
            return _("Its feature is switched off.")
        return ""

    def route(self, request: HttpRequest, path_components: list[str]) -> object:
        """Check that visitors may see this page before anything below it is looked at."""
        self._check(request)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer a visitor."""
        self._adopt(request)
        cache.allow(request, parameters=self.query_parameters)
        return self._in_place(lambda: super(ConferencePage, self).serve(request, *args, **kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer an editor's preview; what is not public is shown here with a note that says why."""
        request.conference = self.conference
        request.preview_note = self.hidden_because()
        return self._in_place(lambda: super(ConferencePage, self).serve_preview(request, mode_name))

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the conference and what the page says about itself in its head."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "conference": self.conference, "meta": meta.for_page(self, request)}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """List this page when visitors see it."""
        return [] if self.hidden_because() else super().get_sitemap_urls(request)

    def clean(self) -> None:
        """Refuse slugs that are addresses of the site itself."""
        super().clean()
        validate_page_slug(self.slug)

    def _check(self, request: HttpRequest) -> None:
        self._adopt(request)
        if reason := self.hidden_because():
            # Wagtail swallows the exception, so the reason travels with the request to the “not found” page.
            request.hidden_page = (self, reason)
            raise Http404(reason)

    def _adopt(self, request: HttpRequest) -> None:
        """Take the conference from the request when a page above has looked it up, else look it up for those below."""
        if getattr(request, "conference", None) is None:
            request.conference = scope.conference_of_page(self)
        self.conference = request.conference

    def _in_place(self, answer: Callable[[], HttpResponse]) -> HttpResponse:
        """Call `answer` and render what it returns, in the conference's language and time zone."""
        with in_place_of(self.conference):
            response = answer()
            if callable(getattr(response, "render", None)):
                response.render()
        return response


class RoutableConferencePage(RoutablePageMixin, ConferencePage):
    """A conference's page with addresses of its own below it; the check comes before any of them."""

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> object:
        """Check that visitors may see this page before its routes are tried."""
        self._check(request)
        return super().route(request, path_components)

    def serve(
        self, request: HttpRequest, view: Callable | None = None, args: tuple = (), kwargs: dict | None = None
    ) -> HttpResponse:
        """Answer a visitor by the route's view."""
        self._adopt(request)
        cache.allow(request, parameters=self.query_parameters)
        return self._in_place(lambda: super(RoutableConferencePage, self).serve(request, view, args, kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer an editor's preview by the page's first route."""
        request.conference = self.conference
        request.preview_note = self.hidden_because()
        return self._in_place(lambda: super(RoutableConferencePage, self).serve_preview(request, mode_name))


@contextmanager
def in_place_of(conference: Conference | None) -> Iterator[None]:
    """Use the conference's language and time zone, and leave no trace of them afterwards."""
    if conference is None:
        yield
        return
    with translation.override(conference.language), timezone.override(conference.tz):
        yield
