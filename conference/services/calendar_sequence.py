"""Calendars believe a change only when the entry's sequence number has grown."""

from django.db.models import F
from django.utils import timezone

from conference.models import ScheduleSlot, TalkOverride


def raise_sequence(instance: TalkOverride, **_kwargs: object) -> None:
    """Receive an override's save or delete signal: the talk's slots count one change more (one SQL statement)."""
    slots = ScheduleSlot.objects.filter(talk_id=instance.talk_id)
    slots.update(sequence=F("sequence") + 1, updated_at=timezone.now())
