"""The dictionary `DJANGO_PROGRAM` of the settings, checked and typed.

Unknown keys are a `TypeError`, values out of range a `ValueError`: a typing error stops the start instead of being
ignored. The result is kept until the setting changes (tests change it).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.core.signals import setting_changed
from django.db.models import Model


@dataclass(frozen=True)
class StripeConfig:
    """Defaults for Stripe; keys belong to each conference. `webhook_tolerance` is in seconds.

    An empty `api_version` is the one that the installed library was made for.
    """

    secret_key: str | None = None
    publishable_key: str | None = None
    webhook_secret: str | None = None
    api_version: str = ""
    webhook_tolerance: int = 300


@dataclass(frozen=True)
class PretalxConfig:
    """The Pretalx to use where a conference names none, and when a sync asks before it removes much."""

    base_url: str = "https://pretalx.com"
    token: str | None = None
    schedule_delete_guard_enabled: bool = True
    schedule_delete_guard_min_existing_slots: int = 5
    schedule_delete_guard_max_fraction_removed: float = 0.4

    def __post_init__(self) -> None:
        if not isinstance(self.schedule_delete_guard_enabled, bool):
            raise TypeError("pretalx.schedule_delete_guard_enabled must be True or False")
        least = self.schedule_delete_guard_min_existing_slots
        if not isinstance(least, int) or isinstance(least, bool) or least < 0:
            raise ValueError("pretalx.schedule_delete_guard_min_existing_slots must be a whole number from 0")
        fraction = self.schedule_delete_guard_max_fraction_removed
        if not isinstance(fraction, int | float) or isinstance(fraction, bool) or not 0 <= fraction <= 1:
            raise ValueError("pretalx.schedule_delete_guard_max_fraction_removed must be a number from 0 to 1")


@dataclass(frozen=True)
class PSFSponsorConfig:
    """Where sponsors are read from."""

    api_url: str = "https://www.python.org/api/v2"
    token: str | None = None
    auth_scheme: str = "Token"
    publisher: str = "pycon"
    flight: str = "sponsors"


@dataclass(frozen=True)
class FeaturesConfig:
    """Whether a feature is on where a conference's switch says nothing."""

    registration_enabled: bool = True
    sponsors_enabled: bool = True
    travel_grants_enabled: bool = True
    programs_enabled: bool = True
    pretalx_sync_enabled: bool = True
    visa_letters_enabled: bool = True
    public_ui_enabled: bool = True
    manage_ui_enabled: bool = True
    all_ui_enabled: bool = True
    schedule_enabled: bool = True
    news_enabled: bool = True

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not isinstance(value, bool):
                raise TypeError(f"features.{name} must be True or False")


@dataclass(frozen=True)
class ProgramConfig:
    """The whole configuration. Minutes are whole numbers; `max_grant_amount` is in `currency`."""

    stripe: StripeConfig = field(default_factory=StripeConfig)
    pretalx: PretalxConfig = field(default_factory=PretalxConfig)
    psf_sponsors: PSFSponsorConfig = field(default_factory=PSFSponsorConfig)
    features: FeaturesConfig = field(default_factory=FeaturesConfig)
    cart_expiry_minutes: int = 30
    pending_order_expiry_minutes: int = 15
    order_reference_prefix: str = "ORD"
    currency: str = "USD"
    currency_symbol: str = "$"
    max_grant_amount: int = 3000
    attendee_profile_model: str = ""

    def __post_init__(self) -> None:
        for name in ("cart_expiry_minutes", "pending_order_expiry_minutes"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
                raise ValueError(f"{name} must be a whole number above 0")
        for name in ("currency", "currency_symbol"):
            if not isinstance(getattr(self, name), str) or not getattr(self, name):
                raise ValueError(f"{name} must not be empty")


SECTIONS = {
    "stripe": StripeConfig,
    "pretalx": PretalxConfig,
    "psf_sponsors": PSFSponsorConfig,
    "features": FeaturesConfig,
}


@lru_cache(maxsize=1)
def get_config() -> ProgramConfig:
    """Return the configuration; `TypeError` or `ValueError` says which key is wrong."""
    given = getattr(settings, "DJANGO_PROGRAM", {})
    if not isinstance(given, Mapping):
        raise TypeError("DJANGO_PROGRAM must be a dictionary")
    values = dict(given)
    for name, section in SECTIONS.items():
        part = values.get(name, {})
        if not isinstance(part, Mapping):
            raise TypeError(f"DJANGO_PROGRAM['{name}'] must be a dictionary")
        values[name] = section(**part)
    return ProgramConfig(**values)


def get_attendee_profile_model() -> type[Model] | None:
    """Return the model named for attendees' answers, or `None` when none is; the shop always uses its own, and a system
    check refuses another name.
    """
    label = get_config().attendee_profile_model
    return apps.get_model(label) if label else None


def _forget(*, setting: str, **_kwargs: object) -> None:
    if setting == "DJANGO_PROGRAM":
        get_config.cache_clear()


setting_changed.connect(_forget)
