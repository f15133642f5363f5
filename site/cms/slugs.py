"""Slugs that no page may have, because fixed addresses of the site use them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RESERVED = frozenset(
    {
        "_util",
        "account",
        "admin",
        "documents",
        "healthz",
        "media",
        "o",
        "private",
        "robots",
        "sandbox",
        "sitemap",
        "static",
        "styleguide",
        "sw",
        "theme",
        "webhooks",
        "well-known",
    }
)


def validate_page_slug(slug: str) -> None:
    """Refuse a reserved slug."""
    if slug.casefold() in RESERVED:
        raise ValidationError(
            {"slug": _("“%(slug)s” is an address of the site itself; choose another one.") % {"slug": slug}}
        )
