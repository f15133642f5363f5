"""Which features are on: a conference's switch where it is set, else the installation's settings.

`all_ui` is the master switch of `public_ui` and `manage_ui`. Public features also need `public_ui`; see `PUBLIC`.
"""

from dataclasses import fields

from django.http import Http404

from conference.models import Conference
from conference.settings import FeaturesConfig, get_config

NAMES = tuple(field.name.removesuffix("_enabled") for field in fields(FeaturesConfig))
MASTERED = ("public_ui", "manage_ui")


def is_feature_enabled(name: str, conference: Conference | None = None) -> bool:
    """Return whether the feature `name` (without `_enabled`) is on; `ValueError` for an unknown name.

    With a conference this reads its `feature_flags` row: one SQL statement unless it was fetched with the conference.
    """
    name = name.removesuffix("_enabled")
    if name not in NAMES:
        raise ValueError(f"unknown feature “{name}” (known: {', '.join(NAMES)})")
    if name in MASTERED and not _resolve("all_ui", conference):
        return False
    return _resolve(name, conference)


def is_public_feature_enabled(name: str, conference: Conference) -> bool:
    """Return whether visitors may see the feature: it and the public pages are on."""
    return is_feature_enabled("public_ui", conference) and is_feature_enabled(name, conference)


def is_desk_enabled(name: str, conference: Conference) -> bool:
    """Return whether organizers may use the feature's desk: it and the organizers' desk are on."""
    return is_feature_enabled("manage_ui", conference) and is_feature_enabled(name, conference)


def require_feature(name: str, conference: Conference | None = None) -> None:
    """Raise `Http404` when the feature is off."""
    if not is_feature_enabled(name, conference):
        raise Http404


def _resolve(name: str, conference: Conference | None) -> bool:
    field = f"{name}_enabled"
    if conference is not None:
        switched = getattr(getattr(conference, "feature_flags", None), field, None)
        if switched is not None:
            return switched
    return getattr(get_config().features, field)
