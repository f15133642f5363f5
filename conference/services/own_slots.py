"""Slots made by hand: their talk repeats room and times of its first public slot, as an import writes it for imported ones.

Slot and talk change in one transaction. A slot of a closed conference is refused with a `ValidationError`.
"""

from django.db import transaction

from conference import scope
from conference.models import ScheduleSlot, Talk


@transaction.atomic
def save_slot(slot: ScheduleSlot) -> ScheduleSlot:
    """Store a new or changed slot and return it; the talk it had and the talk it has follow."""
    scope.require_open(slot.conference)
    before = Talk.objects.filter(schedule_slots=slot.pk).first() if slot.pk else None
    slot.save()
    for talk in {before, slot.talk} - {None}:
        follow_first_slot(talk)
    return slot


@transaction.atomic
def delete_slot(slot: ScheduleSlot) -> None:
    """Delete a slot; its talk follows."""
    scope.require_open(slot.conference)
    talk = slot.talk
    slot.delete()
    if talk is not None:
        follow_first_slot(talk)


def follow_first_slot(talk: Talk) -> None:
    """Bring room and times of a talk made by hand in line with its first public slot; without one they are taken away.

    An imported talk is left alone: the import writes them.
    """
    if talk.pretalx_code:
        return
    first = talk.schedule_slots.filter(is_public=True).order_by("start", "pk").first()
    talk.room = first.room if first else None
    talk.slot_start = first.start if first else None
    talk.slot_end = first.end if first else None
    talk.save(update_fields=["room", "slot_start", "slot_end", "updated_at"])
