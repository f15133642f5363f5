"""Overrides that are being edited, laid over what is stored, in memory only."""

from collections.abc import Iterable

from conference.models import Room, Speaker, Talk
from conference.models.overrides import AbstractOverride


def apply_preview(parents: Iterable[Talk | Speaker | Room | None], preview: AbstractOverride | None) -> None:
    """Lay `preview` over those among `parents` that are the object it corrects; nothing happens without one."""
    if preview is None:
        return
    for parent in parents:
        if type(parent) is type(preview.parent) and parent.pk == preview.parent.pk:
            parent.override = preview
