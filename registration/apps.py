"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """The shop: catalogue, carts, orders, payments, attendees."""

    name = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        """Fill the registries."""
        from registration import checks, mail_kinds, registrations  # noqa: F401, PLC0415 - models must be loaded first

        registrations.register()
        mail_kinds.register()
