"""A plain page: about, venue, code of conduct, accessibility, privacy."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.blocks import PAGE_BLOCKS
from cms.models.conference_page import ConferencePage
from cms.panels import FactsPanel
from cms.trail import breadcrumbs


class ContentPage(ConferencePage):
    """A title, an introduction and blocks; it may lie below another page of its kind."""

    introduction = models.TextField(
        _("introduction"), blank=True, max_length=500, help_text=_("One or two sentences below the title.")
    )
    body = StreamField(PAGE_BLOCKS, blank=True, verbose_name=_("content"))
    in_footer = models.BooleanField(
        _("link in the footer"),
        default=False,
        help_text=_("For what must be found on every page: code of conduct, contact, accessibility, privacy."),
    )

    parent_page_types = ["cms.HomePage", "cms.ContentPage"]
    subpage_types = ["cms.ContentPage"]
    template = "cms/content_page.html"

    content_panels = [*ConferencePage.content_panels, FieldPanel("introduction"), FieldPanel("body"), FactsPanel()]
    promote_panels = [
        ConferencePage.promote_panels[0],
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("in_footer")], heading=_("Menu and footer")),
    ]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add where the page lies."""
        return {**super().get_context(request, *args, **kwargs), "breadcrumbs": breadcrumbs(self)}
