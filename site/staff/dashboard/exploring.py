"""Who may look at the tree of pages in the admin."""

from wagtail.admin.views.pages.listing import IndexView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from conference.models import User


def may_explore(user: User) -> bool:
    """Return whether Wagtail's page explorer, and the search in it, opens for the person."""
    return policy_registry.get_by_type(Page).user_has_any_permission(user, IndexView.any_permission_required)
