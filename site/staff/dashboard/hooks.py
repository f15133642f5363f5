"""Puts the panels on the admin's front page, in the conference's time zone."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import LockedPagesPanel, RecentEditsPanel

from staff.dashboard.panels import panels_for


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panels; locks have a report of their own, and one's last edits the page explorer's “edited” column."""
    panels[:] = [panel for panel in panels if not isinstance(panel, LockedPagesPanel | RecentEditsPanel)]
    panels += panels_for(request)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(_request: HttpRequest, items: list[Component]) -> None:
    """Leave out Wagtail's counts of pages, pictures and documents: they are of all conferences together."""
    items.clear()
