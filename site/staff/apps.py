"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """What organizers do, inside the Wagtail admin."""

    name = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        """Register the tabs of the conference's settings."""
        from staff import registrations  # noqa: PLC0415 - models must be loaded first

        registrations.register()
