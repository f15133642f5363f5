"""Addresses of the people's desk."""

from django.urls import URLPattern, path
from wagtail import hooks

from staff.people.views import CancelInvitationView, RevokeView


@hooks.register("register_admin_urls")
def people_urls() -> list[URLPattern]:
    """Return the addresses of the acts; the tab itself is registered with the settings."""
    return [
        path("people/<int:user>/revoke/<int:group>/", RevokeView.as_view(), name="staff_people_revoke"),
        path("people/invitations/<int:pk>/cancel/", CancelInvitationView.as_view(), name="staff_invitation_cancel"),
    ]
