"""Registers the set-up's address and its menu item, and the checklist on the admin's front page."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from conference import scope
from staff.setup.checklist_panel import ChecklistPanel
from staff.setup.views import SetUpView, may_set_up


class AddConferenceItem(MenuItem):
    """Shown to those who may make conferences."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may."""
        return may_set_up(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Return the address of the form."""
    return [path("setup/", SetUpView.as_view(), name="setup")]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    """Return “Add a conference”."""
    return AddConferenceItem(_("Add a conference"), reverse("setup"), name="setup", icon_name="plus", order=900)


@hooks.register("construct_homepage_panels")
def checklist(request: HttpRequest, panels: list[Component]) -> None:
    """Put the checklist first while something is missing."""
    conference = scope.staff_conference(request)
    if conference is not None and scope.may(request.user, "conference.view_dashboard", conference):
        panel = ChecklistPanel(request, conference)
        if panel.is_needed:
            panels.append(panel)
