"""The root of a host that keeps several years of a conference."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms import cache
from cms.models.home_page import HomePage
from cms.slugs import validate_page_slug
from conference import scope


class YearsPage(Page):
    """Shows nothing of its own: it leads to the current year's front page, which lies below it."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.HomePage"]

    class Meta:
        verbose_name = _("root of several years")
        verbose_name_plural = _("roots of several years")

    def current_home(self) -> Page | None:
        """Return the front page of the current conference below this page, `None` while there is no public one."""
        homes = HomePage.objects.child_of(self).live().select_related("conference")
        by_conference = {home.conference: home for home in homes if home.conference.is_active}
        return by_conference.get(scope.current_of(by_conference))

    def serve(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
        """Redirect to the current year; not for ever, because next year it is another."""
        home = self.current_home()
        if home is None:
            raise Http404
        cache.allow(request)
        return HttpResponseRedirect(home.get_url(request))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page that visitors are led to."""
        home = self.current_home()
        return home.serve_preview(request, mode_name) if home else super().serve_preview(request, mode_name)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:  # noqa: ARG002 - Wagtail's signature
        """Stay out of the sitemap: the page only redirects."""
        return []

    def clean(self) -> None:
        """Refuse slugs that are addresses of the site itself."""
        super().clean()
        validate_page_slug(self.slug)
