"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CMSConfig(AppConfig):
    """What visitors see: pages, blocks, navigation, feeds."""

    name = "cms"
    verbose_name = _("CMS")

    def ready(self) -> None:
        """Connect what makes public pages new; register how a conference's site is made and copied."""
        from cms import clone, signals, starter  # noqa: PLC0415 - models must be loaded first

        signals.connect()
        starter.register()
        clone.register()
