"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """What the pages, the portal and the staff's desks share."""

    name = "common"
    verbose_name = _("Common")
