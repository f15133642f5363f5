"""The front page of one conference."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.models.conference_page import ConferencePage


class HomePage(ConferencePage):
    """The front page and root of everything that belongs to one conference."""

    conference = models.OneToOneField(
        "conference.Conference", on_delete=models.PROTECT, related_name="home_page", verbose_name=_("conference")
    )

    parent_page_types = ["wagtailcore.Page", "cms.YearsPage"]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    settings_panels = [*ConferencePage.settings_panels, FieldPanel("conference", read_only=True)]
