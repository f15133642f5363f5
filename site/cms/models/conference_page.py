"""What all pages of a conference share."""

from collections.abc import Callable

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from cms import cache, meta
from cms.forms import ConferencePageForm
from cms.slugs import validate_page_slug
from common import serving
from conference import scope
from conference.features import is_public_feature_enabled
from conference.models import Conference


class ConferencePage(Page):
    """A page below (or being) a conference's home page, shown in the conference's language and time zone.

    Set in a page type: `feature` (the name of the switch it depends on, "" for none) and `query_parameters` (the names
    of the query parameters its answers depend on; others are ignored by the cache) and `feed_names` (the files below its
    address that people subscribe to). A page type may add to `closed_because`.
    """

    base_form_class = ConferencePageForm
    feature: str = ""
    query_parameters: tuple[str, ...] = ()
    feed_names: tuple[str, ...] = ()

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

    @classmethod
    def closed_because(cls, conference: Conference) -> str:
        """Return why visitors of this conference see no page of this type, as a sentence for editors; "" when they do.

        It decides about the page, its menu item, links that lead to it, its feeds and its lines in the sitemap at once.
        """
        if not conference.is_active:
            return _("The conference is not public yet.")
        if cls.feature and not is_public_feature_enabled(cls.feature, conference):
            return _("Its feature is switched off.")
        return ""

    def hidden_because(self) -> str:
        """Return why visitors do not see this page, as a sentence for editors; "" when they do."""
        if self.conference is None:
            return _("This page belongs to no conference.")
        return self.closed_because(self.conference)

    def route(self, request: HttpRequest, path_components: list[str]) -> object:
        """Check that visitors may see this page before anything below it is looked at."""
        self._check(request)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer a visitor."""
        self._adopt(request)
        cache.allow(request, parameters=self.query_parameters)
        return self._in_place(request, lambda: super(ConferencePage, self).serve(request, *args, **kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer an editor's preview; what is not public is shown here with a note that says why."""
        self._show_to_editor(request)
        return self._in_place(request, lambda: super(ConferencePage, self).serve_preview(request, mode_name))

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the conference and what the page says about itself in its head."""
        self._gather_pictures()
        context = super().get_context(request, *args, **kwargs)
        return {**context, "conference": self.conference, "meta": meta.for_page(self, request)}

    def get_view_restrictions(self) -> models.QuerySet:
        """Return the restrictions on this page and those above it, by one statement where Wagtail takes two."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        above = [self.path[:length] for length in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(
            models.Q(page__path__in=above) | models.Q(page__aliases__path__in=above)
        ).distinct()

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """List this page when visitors see it."""
        return [] if self.hidden_because() else super().get_sitemap_urls(request)

    def clean(self) -> None:
        """Refuse slugs that are addresses of the site itself."""
        super().clean()
        validate_page_slug(self.slug)

    def _gather_pictures(self) -> None:
        """Convert all blocks now, so that every picture is known before the first one is fetched."""
        for field in self._meta.fields:
            if isinstance(field, StreamField):
                list(getattr(self, field.name))

    def _check(self, request: HttpRequest) -> None:
        self._adopt(request)
        if reason := self.hidden_because():
            # Wagtail swallows the exception, so the reason travels with the request to the “not found” page.
            request.hidden_page = (self, reason)
            raise Http404(reason)

    def _show_to_editor(self, request: HttpRequest) -> None:
        request.conference = self.conference
        request.previewed_page = self
        request.preview_note = self.hidden_because()

    def _adopt(self, request: HttpRequest) -> None:
        """Take the conference from the request when a page above has looked it up, else look it up for those below."""
        if getattr(request, "conference", None) is None:
            request.conference = self._find_conference()
        self.conference = request.conference

    def _find_conference(self) -> Conference | None:
        return scope.conference_of_page(self)

    def _in_place(self, request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
        """Call `answer` and render what it returns, in the conference's language and time zone."""
        with serving.serve(request, self.conference):
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
        return self._in_place(request, lambda: super(RoutableConferencePage, self).serve(request, view, args, kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer an editor's preview by the page's first route."""
        self._show_to_editor(request)
        return self._in_place(request, lambda: super(RoutableConferencePage, self).serve_preview(request, mode_name))
