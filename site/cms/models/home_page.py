"""The front page of one conference."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class HomePage(Page):
    """The front page and root of everything that belongs to one conference."""

    conference = models.OneToOneField(
        "conference.Conference", on_delete=models.PROTECT, related_name="home_page", verbose_name=_("conference")
    )

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
