"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """What a signed-in person sees."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Connect the signals; register the secrets of second steps."""
        from conference import extension  # noqa: PLC0415 - models must be loaded first
        from portal import mfa_adapter, signals  # noqa: PLC0415

        signals.connect()
        extension.secret_stores.register("second steps", mfa_adapter.rotate_secrets)
