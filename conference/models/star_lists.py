"""Lists of starred talks that visitors share or subscribe to, without an account."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conference import Conference


def random_token() -> str:
    """Return a token that nobody guesses (192 bits)."""
    return secrets.token_urlsafe(24)


class StarList(models.Model):
    """Whoever knows `token` may read the list; `edit_token` is kept by the browser that made it and may change it.

    `codes` are talk codes. The list is deleted at `expires_at`, six months after the event.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="star_lists")
    token = models.CharField(max_length=64, unique=True, default=random_token, editable=False)
    edit_token_hash = models.CharField(max_length=64, editable=False)
    codes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("star list")
        verbose_name_plural = _("star lists")

    def __str__(self) -> str:
        return self.token
