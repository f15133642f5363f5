"""System checks of an installation: what must not be in production, and what does not work on several processes."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own name
from django.db import DatabaseError

PER_PROCESS_CACHES = {
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.dummy.DummyCache",
}


def is_production() -> bool:
    """Return whether the settings say that this is a real site."""
    return getattr(settings, "PRODUCTION", False)


@register(Tags.security)
def no_sandbox_in_production(**_kwargs: object) -> Iterable[CheckMessage]:
    """Refuse the stand-ins for outside services on a real site."""
    if is_production() and (apps.is_installed("sandbox") or settings.SANDBOX_ENABLED):
        yield Error(
            "The sandbox is switched on in production.",
            hint="Take “sandbox” out of INSTALLED_APPS and leave SANDBOX_ENABLED off.",
            id="plenary.E001",
        )


@register(Tags.database)
def no_demo_in_production(databases: Iterable[str] | None = None, **_kwargs: object) -> Iterable[CheckMessage]:
    """Refuse a database that holds the demo's accounts: their passwords are known to everybody."""
    if not (is_production() and databases):
        return
    known = get_user_model().objects.filter(email__iendswith=f"@{settings.DEMO_MAIL_DOMAIN}", is_active=True)
    try:
        found = known.exists()
    except DatabaseError:  # before the first migration there is no table, and no demo
        return
    if found:
        yield Error(
            "This database holds the demo with its well-known passwords.",
            hint="Start with an empty database; the demo is for development.",
            id="plenary.E002",
        )


@register(Tags.caches, deploy=True)
def cache_is_shared(**_kwargs: object) -> Iterable[CheckMessage]:
    """Warn when every process keeps a cache of its own: rate limits and cached pages would differ between them."""
    if any(cache["BACKEND"] in PER_PROCESS_CACHES for cache in settings.CACHES.values()):
        yield Warning(
            "The cache belongs to one process only.",
            hint="Set REDIS_URL, or CACHE_DIR to a folder that all processes of this machine share.",
            id="plenary.W001",
        )
