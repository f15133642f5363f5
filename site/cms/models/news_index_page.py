"""The list of news, and their feed."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path

from cms.models.conference_page import RoutableConferencePage
from cms.models.news_page import NewsPage
from cms.news_feed import NewsFeed
from cms.panels import FactsPanel
from common import serving
from conference.dates import day_words
from conference.facts import fill

PER_PAGE = 24
FEED = "feed.atom"


@dataclass(frozen=True)
class NewsCard:
    """See templates/components/link_card.html."""

    title: str
    url: str
    text: str
    meta: str
    picture: object


class NewsIndexPage(RoutableConferencePage):
    """Newest first, two dozen to a page."""

    feature = "news"
    feed_names = (FEED,)
    query_parameters = ("page",)

    introduction = models.TextField(gettext_lazy("introduction"), blank=True, max_length=500)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count_per_parent = 1
    template = "cms/news_index_page.html"

    content_panels = [*RoutableConferencePage.content_panels, FieldPanel("introduction"), FactsPanel()]

    class Meta:
        verbose_name = gettext_lazy("list of news")
        verbose_name_plural = gettext_lazy("lists of news")

    @path(f"{FEED}/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """Answer with the latest news as an Atom feed."""
        return NewsFeed(self)(request)

    def news(self) -> models.QuerySet:
        """Return the published news, newest first; none while the list itself is only a draft of an editor."""
        news = NewsPage.objects.child_of(self).live() if self.path else NewsPage.objects.none()
        return news.order_by("-date", "-first_published_at", "-pk")

    def feed_url(self, request: HttpRequest) -> str:
        """Return the feed's address."""
        return f"{self.get_url(request) or '/'}{FEED}"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the news of the page asked for, and the feed's address."""
        shown = Paginator(self.news().defer("body"), PER_PAGE).get_page(request.GET.get("page"))
        context = super().get_context(request, *args, **kwargs)
        url = context["meta"].url
        if shown.number > 1:
            context["meta"] = context["meta"].but(
                url=f"{url}?page={shown.number}",
                title=_("%(title)s, page %(number)s") % {"title": context["meta"].title, "number": shown.number},
            )
        return {**context, "news": self._with_cards(shown, request), "feed_url": self.feed_url(request)}

    def clean(self) -> None:
        """Keep the one page for which the feed's address would stand in the way."""
        super().clean()
        if self.slug == FEED:
            raise ValidationError({"slug": _("This address belongs to the feed.")})

    def _with_cards(self, shown: PaginatorPage, request: HttpRequest) -> PaginatorPage:
        active = serving.current()
        values = active.facts if active is not None and any("{{" in page.introduction for page in shown) else {}
        pictures = [active.pictures.want(page.picture_id) if active else page.picture for page in shown]
        shown.object_list = [
            NewsCard(
                title=page.title,
                url=page.get_url(request) or "",
                text=fill(page.introduction, values),
                meta=day_words(page.date, "day", language=self.conference.language) if page.date else "",
                picture=picture,
            )
            for page, picture in zip(shown, pictures, strict=True)
        ]
        return shown
