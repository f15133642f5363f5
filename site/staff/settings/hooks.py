"""Puts the settings into Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from common.scope import attach
from conference import extension, scope
from staff.settings.pretalx import TryConnectionView
from staff.settings.tabs import tabs_for, url_name


@hooks.register("register_admin_urls")
def settings_urls() -> list[URLPattern]:
    """Return an address for each registered tab."""
    return [
        path("conference-settings/pretalx/test/", TryConnectionView.as_view(), name="staff_settings_pretalx_test"),
        *(
            path(f"conference-settings/{name}/", tab.view.as_view(), name=url_name(name))
            for name, tab in extension.settings_tabs.items()
        ),
    ]


class SettingsMenuItem(MenuItem):
    """Leads to the first tab the staff member may open."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether there is such a tab."""
        attach(request)
        conference = scope.staff_conference(request)
        return conference is not None and any(tabs_for(request, conference))

    def render_component(self, request: HttpRequest) -> object:
        """Return the item, leading to the first tab."""
        tab = next(tabs_for(request, scope.staff_conference(request)))
        own = MenuItem(self.label, tab["url"], name=self.name, icon_name=self.icon_name, order=self.order)
        return own.render_component(request)


@hooks.register("register_admin_menu_item")
def settings_menu_item() -> SettingsMenuItem:
    """Return the menu item."""
    return SettingsMenuItem(
        _("Conference settings"),
        reverse(url_name("event")),
        name="conference-settings",
        icon_name="sliders",
        order=900,
    )
