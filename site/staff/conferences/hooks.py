"""Puts the switcher at the top of the admin's menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from conference import scope
from staff.conferences.views import SwitchView


@hooks.register("register_admin_urls")
def switcher_urls() -> list[URLPattern]:
    """Return the switcher's address."""
    return [path("conferences/", SwitchView.as_view(), name="staff_conferences")]


class SwitcherMenuItem(MenuItem):
    """Bears the name of the conference one works on and leads to the others."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether there is any conference."""
        return scope.staff_conference(request) is not None

    def render_component(self, request: HttpRequest) -> object:
        """Return the item with the conference's name."""
        name = str(scope.staff_conference(request))
        own = MenuItem(name, self.url, name=self.name, icon_name=self.icon_name, order=self.order)
        return own.render_component(request)


@hooks.register("register_admin_menu_item")
def switcher_menu_item() -> SwitcherMenuItem:
    """Return the menu item."""
    return SwitcherMenuItem(
        _("Conference"), reverse("staff_conferences"), name="conference-switcher", icon_name="site", order=1
    )
