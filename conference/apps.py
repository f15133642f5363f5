"""The app's configuration: fills the registries with what the conference itself knows."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferenceConfig(AppConfig):
    """The event: conference, programme, people's accounts, mail."""

    name = "conference"
    verbose_name = _("Conference")

    def ready(self) -> None:
        """Register roles, jobs, bootstrap tables, clone steps and facts, and connect the signals."""
        from conference import registrations, signals  # noqa: PLC0415 - models must be loaded first

        signals.connect()
        registrations.register()
