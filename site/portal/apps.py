"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """What a signed-in person sees."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Connect the signals; fill the registries."""
        from conference import extension  # noqa: PLC0415 - models must be loaded first
        from portal import mfa_adapter, registrations, signals  # noqa: PLC0415

        signals.connect()
        registrations.register()
        extension.secret_stores.register("second steps", mfa_adapter.rotate_secrets)
