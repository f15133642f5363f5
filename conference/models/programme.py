"""What programme objects share: their conference, when they were synced, and whether they are in the programme now."""

import secrets
import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conference import Conference


def sort_name(text: str) -> str:
    """Return the key that people and talks sort by: no accents, no case, the same in every database."""
    decomposed = unicodedata.normalize("NFKD", text)
    return (
        "".join(character for character in decomposed if not unicodedata.combining(character)).casefold().strip()[:300]
    )


def random_code() -> str:
    """Return the code of a talk or speaker made by hand; longer than Pretalx's, so that the two never meet."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _position in range(8))


class ProgrammeObject(models.Model):
    """Base of rooms, speakers, talks and slots.

    Rows made by hand have no key of Pretalx's; the sync touches only rows that have one.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="%(class)ss")
    is_public = models.BooleanField(
        _("in the programme"),
        default=True,
        help_text=_("Off: kept, but shown nowhere. A sync switches what it imported."),
    )
    synced_at = models.DateTimeField(_("last change by a sync"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def live_override(self) -> models.Model | None:
        """The published override of this object, if there is one."""
        override = getattr(self, "override", None)
        return override if override is not None and override.live else None

    def effective(self, field: str, override_field: str | None = None) -> object:
        """Return the value visitors see: the override's when it has one, nothing when it blanks the field, else our own."""
        own = getattr(self, field)
        override = self.live_override
        if override is None:
            return own
        if field in override.blanked_fields:
            return type(own)() if isinstance(own, str) else None
        changed = getattr(override, override_field or f"override_{field}")
        return own if changed in (None, "") else changed
