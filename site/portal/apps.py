"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """What a signed-in person sees."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Connect the signals."""
        from portal import signals  # noqa: PLC0415 - models must be loaded first

        signals.connect()
