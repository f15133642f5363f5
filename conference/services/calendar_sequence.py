"""Calendars believe a change only when the entry's sequence number has grown."""

from collections.abc import Collection

from django.db.models import F
from django.utils import timezone

from conference.models import ScheduleSlot, TalkOverride


def raise_sequence(instance: TalkOverride, update_fields: Collection[str] | None = None, **_kwargs: object) -> None:
    """Receive an override's save or delete signal: the talk's slots count one change more (one SQL statement).

    Keeping a draft is no change: calendars must not be told of what nobody sees.
    """
    if not instance.writes_public_fields(update_fields):
        return
    slots = ScheduleSlot.objects.filter(talk_id=instance.talk_id)
    slots.update(sequence=F("sequence") + 1, updated_at=timezone.now())
