"""One piece of news."""

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import PAGE_BLOCKS
from cms.models.conference_page import ConferencePage
from cms.panels import FactsPanel
from cms.trail import breadcrumbs
from common import serving


class NewsPage(ConferencePage):
    """News of one day; the picture stands above the text and on the card in the list."""

    feature = "news"

    date = models.DateField(
        _("date"), default=timezone.localdate, help_text=_("Shown above the title; sorts the list.")
    )
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences, also in the list and the feed."),
    )
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("For people who cannot see it. Empty if it is only decoration."),
    )
    body = StreamField(PAGE_BLOCKS, blank=True, verbose_name=_("content"))

    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    show_in_menus_default = False
    template = "cms/news_page.html"

    content_panels = [
        *ConferencePage.content_panels,
        FieldPanel("date"),
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
        FieldPanel("body"),
        FactsPanel(),
    ]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the picture and where the page lies."""
        active = serving.current()
        stored = active.pictures.want(self.picture_id) if active is not None else self.picture
        context = super().get_context(request, *args, **kwargs)
        context["meta"] = context["meta"].but(kind="article", description=self.search_description or self.introduction)
        return {
            **context,
            "main_picture": stored,
            "breadcrumbs": breadcrumbs(self),
        }
