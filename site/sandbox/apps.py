"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SandboxConfig(AppConfig):
    """Stand-ins for outside services, in development and tests only."""

    name = "sandbox"
    verbose_name = _("Sandbox")
