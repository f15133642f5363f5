"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """What a signed-in person sees."""

    name = "portal"
    verbose_name = _("Portal")
