"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SponsorsConfig(AppConfig):
    """Sponsorship: levels, sponsors, benefits."""

    name = "sponsors"
    verbose_name = _("Sponsors")
