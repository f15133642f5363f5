"""Staff's own pages: one action or one overview at one conference."""

from django.http import HttpRequest
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from common.policies import attach
from common.scoped_views import SAFE_METHODS, ConferenceScoped, require_permission
from conference import features, scope
from conference.models import Conference


class DeskMixin(ConferenceScoped, WagtailAdminTemplateMixin):
    """First base of a staff view of our own, before Django's `FormView`, `TemplateView` …

    `permissions`: full names (`conference.sync_pretalx`); one of them, held at this conference, opens the view.
    `write_permissions`: asked instead for anything but reading, when given. Both are checked before the view's own code
    runs. `self.conference` and the template's `conference` are the conference the staff member works on.
    """

    permissions: tuple[str, ...] = ()
    write_permissions: tuple[str, ...] = ()
    template_name = "wagtailadmin/generic/base.html"

    @classmethod
    def check_access(cls, request: HttpRequest, conference: Conference) -> None:
        """Raise `PermissionDenied` unless one of the permissions is held here."""
        writing = request.method not in SAFE_METHODS
        needed = cls.write_permissions if writing and cls.write_permissions else cls.permissions
        require_permission(request.user, conference, *needed)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Return the path to this page; `parents` (url, label) go between the admin's home and the page."""
        between = [{"url": url, "label": label} for url, label in self.get_parents()]
        return [*self.breadcrumbs_items, *between, {"url": "", "label": self.get_page_title()}]

    def get_parents(self) -> list[tuple[str, str]]:
        """Return the (url, label) pairs between the admin's home and this page."""
        return []

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values, the conference among them."""
        return super().get_context_data(**{"conference": self.conference, **kwargs})


class DeskView(DeskMixin, TemplateView):
    """A page of the staff's desk that shows something."""


class DeskMenuItem(MenuItem):
    """A menu item shown where the desk is on and one of the permissions is held."""

    def __init__(self, *args: object, permissions: tuple[str, ...], desk: str | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.permissions = permissions
        self.desk = desk

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether this staff member finds the item in the menu of the conference they work on."""
        attach(request)
        conference = scope.staff_conference(request)
        if conference is None or (self.desk and not features.is_desk_enabled(self.desk, conference)):
            return False
        return any(scope.may(request.user, permission, conference) for permission in self.permissions)
