"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """What the pages, the portal and the staff's desks share."""

    name = "common"
    verbose_name = _("Common")

    def ready(self) -> None:
        """Register the system checks."""
        from common import checks  # noqa: F401, PLC0415 - registered by being imported, once models are loaded
