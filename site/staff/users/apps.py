"""Wagtail's app of accounts, with our forms."""

from wagtail.users.apps import WagtailUsersAppConfig


class PlenaryUsersAppConfig(WagtailUsersAppConfig):
    """Takes the place of `wagtail.users` among the installed apps."""

    user_viewset = "staff.users.viewset.PlenaryUserViewSet"
