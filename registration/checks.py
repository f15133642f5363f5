"""System checks of the shop: no live key at a stand-in, a version of Stripe that exists, no setting without effect."""

import datetime as dt
import re
from collections.abc import Iterable

import stripe
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own name
from django.db import DatabaseError

from conference.models import Conference
from conference.settings import get_config
from conference.stripe_keys import is_live
from registration.models import AttendeeProfile
from registration.services.stripe.client import is_stand_in

VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.([a-z]+))?")
NAMED_SINCE = dt.date(2024, 9, 30)  # from then on each version has a name: 2024-09-30.acacia


@register(Tags.security)
def no_live_key_in_settings_at_stand_in(**_kwargs: object) -> Iterable[CheckMessage]:
    """Refuse a live key in the settings together with a stand-in's address."""
    config = get_config().stripe
    if is_stand_in() and (is_live(config.secret_key) or is_live(config.publishable_key)):
        yield _live_key_error("DJANGO_PROGRAM")


@register(Tags.database)
def no_live_key_at_stand_in(databases: Iterable[str] | None = None, **_kwargs: object) -> Iterable[CheckMessage]:
    """Refuse live keys of a conference together with a stand-in's address."""
    if not (databases and is_stand_in()):
        return
    try:
        conferences = list(Conference.objects.all())
    except DatabaseError:  # before the first migration there is no table
        return
    for conference in conferences:
        if is_live(conference.stripe_secret_key) or is_live(conference.stripe_publishable_key):
            yield _live_key_error(conference.slug)


@register()
def stripe_version_exists(**_kwargs: object) -> Iterable[CheckMessage]:
    """Refuse a version of Stripe's API that cannot exist, and warn of one that the library was not made for."""
    version = get_config().stripe.api_version
    if not version or version == stripe.api_version:
        return
    if not is_possible_version(version):
        yield Error(
            f"“{version}” is no version of Stripe's API.",
            hint=f"Leave stripe.api_version empty for {stripe.api_version}, which the installed library is made for.",
            id="plenary.E011",
        )
    else:
        yield Warning(
            f"Stripe is asked in version {version}, the library is made for {stripe.api_version}.",
            hint="Leave stripe.api_version empty unless you know why not.",
            id="plenary.W011",
        )


@register()
def profile_model_has_effect(**_kwargs: object) -> Iterable[CheckMessage]:
    """Refuse another model for attendees' answers than the shop's own: nothing would read it."""
    named, own = get_config().attendee_profile_model, AttendeeProfile._meta.label
    if named and named.lower() != own.lower():
        yield Error(
            f"Attendees' answers cannot be stored in “{named}”.",
            hint=f"Leave attendee_profile_model empty: the shop asks and stores answers in {own}.",
            id="plenary.E012",
        )


def is_possible_version(version: str) -> bool:
    """Return whether a version has the form Stripe gives them: a day, and since 2024-09-30 a name."""
    found = VERSION.fullmatch(version)
    if not found:
        return False
    try:
        day = dt.date.fromisoformat(found[1])
    except ValueError:
        return False
    return bool(found[2]) == (day >= NAMED_SINCE)


def _live_key_error(where: str) -> Error:
    return Error(
        f"STRIPE_API_BASE names a stand-in, but there are live Stripe keys ({where}).",
        hint="Leave STRIPE_API_BASE unset where real money moves; use test keys with a stand-in.",
        id="plenary.E010",
    )
