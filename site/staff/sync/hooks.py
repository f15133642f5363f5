"""Puts the sync desk into Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from common.scope import DeskMenuItem
from staff.programme.base import MENU
from staff.sync.views import RunStatusView, RunView, StartView, SyncDesk, SyncView


@hooks.register("register_admin_urls")
def sync_urls() -> list[URLPattern]:
    """Return the desk's addresses."""
    return [
        path("pretalx/", SyncView.as_view(), name="staff_sync"),
        path("pretalx/start/", StartView.as_view(), name="staff_sync_start"),
        path("pretalx/runs/<int:pk>/", RunView.as_view(), name="staff_sync_run"),
        path("pretalx/runs/<int:pk>/status/", RunStatusView.as_view(), name="staff_sync_status"),
    ]


@hooks.register(MENU)
def sync_menu_item() -> DeskMenuItem:
    """Return the item in the programme menu."""
    return DeskMenuItem(
        _("Import from Pretalx"),
        reverse("staff_sync"),
        name="pretalx",
        icon_name="download",
        order=5,
        permissions=SyncDesk.permissions,
        desk=SyncDesk.desk,
    )
