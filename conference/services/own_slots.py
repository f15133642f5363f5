"""Slots made by hand: their talk repeats room and times of its first public slot, as an import writes it for imported ones."""

from conference.models import Talk


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
