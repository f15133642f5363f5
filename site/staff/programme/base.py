"""The base of the programme's viewsets: in the programme menu, on while the schedule's desk is."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import StatusTagColumn

from common.scope import ConferenceScopedModelViewSet, ConferenceScopedSnippetViewSet
from staff.programme.origin import is_own
from staff.programme.views import OwnDeleteView, OwnEditView, ProgrammeInspectView

MENU = "register_programme_menu_item"
DESK = "schedule"


class ProgrammeViewSet(ConferenceScopedModelViewSet):
    """A desk of objects that are imported or made by hand.

    `override` is the name of the snippet's URL namespace in which an imported object is corrected, "" for none.
    """

    desk = DESK
    menu_hook = MENU
    inspect_view_enabled = True
    edit_view_class = OwnEditView
    delete_view_class = OwnDeleteView
    inspect_view_class = ProgrammeInspectView
    override = ""

    def get_common_view_kwargs(self, **kwargs: object) -> dict:
        """Return what every view is told, the addresses of the correction among it."""
        names = {}
        if self.override:
            names = {
                "override_add_url_name": f"{self.override}:add",
                "override_edit_url_name": f"{self.override}:edit",
            }
        return super().get_common_view_kwargs(**{**names, **kwargs})


class CorrectionViewSet(ConferenceScopedSnippetViewSet):
    """A desk of overrides, called corrections on the screen."""

    desk = DESK
    menu_hook = MENU
    icon = "edit"
    index_results_template_name = "staff/listing_results.html"


def origin_column() -> StatusTagColumn:
    """Return the column that says whether an object was imported."""
    return StatusTagColumn(
        "origin",
        label=_("Origin"),
        accessor=lambda row: _("Our own") if is_own(row) else _("Imported"),
        primary=is_own,
    )


def status_of(row: object) -> str:
    """Return in words what became of an object: not public, cancelled, corrected, public."""
    override = getattr(row, "override", None)
    if not row.is_public:
        return _("Not public")
    if override is not None and override.live and getattr(override, "is_cancelled", False):
        return _("Cancelled")
    if override is not None and override.live:
        return _("Corrected")
    if override is not None:
        return _("Draft correction")
    return _("Public")


def status_column() -> StatusTagColumn:
    """Return the column that says what became of an object."""
    return StatusTagColumn("status", label=_("Status"), accessor=status_of, primary=lambda row: row.is_public)
