"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CMSConfig(AppConfig):
    """What visitors see: pages, blocks, navigation, feeds."""

    name = "cms"
    verbose_name = _("CMS")

    def ready(self) -> None:
        """Connect what makes public pages new."""
        from cms import signals  # noqa: PLC0415 - models must be loaded first

        signals.connect()
