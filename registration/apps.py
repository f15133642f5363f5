"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    """The shop: catalogue, carts, orders, payments, attendees."""

    name = "registration"
    verbose_name = _("Registration")
