"""Names that the exchange formats ask for, made from ours so that they never change."""

import re
import uuid

from django.utils.text import slugify
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.queries.placing import UID_NAMESPACE
from conference.queries.schedule_rows import RoomRow, SlotRow, SpeakerRow

GENERATOR = "Plenary"
TIMESLOT = "00:05"
LONGEST_SLUG = 60
# what XML 1.0 cannot carry, not even escaped
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ACRONYM_LENGTH = 4
CODE = re.compile(r"[A-Z0-9]+")
ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|UTC$")


def plain(text: str) -> str:
    """Return the text without the control characters that no format may hold."""
    return NOT_XML.sub("", text)


def acronym(conference: Conference) -> str:
    """Return the conference's short name as both formats allow it: small letters, digits and "_", four at least."""
    return re.sub(r"[^a-z0-9_]", "_", conference.slug.lower()).ljust(ACRONYM_LENGTH, "_")


def slot_slug(conference: Conference, slot: SlotRow) -> str:
    """Return a name for file names and addresses, unique by the slot's number."""
    words = slugify(slot.title)[:LONGEST_SLUG].strip("-_") or "talk"
    return f"{acronym(conference)}-{slot.id:04}-{words}"


def track_slug(name: str) -> str:
    """Return a track's short name, "" when its name gives none that begins with a letter."""
    found = re.search(r"[a-z][a-z0-9-]*[a-z0-9]", slugify(name).replace("_", "-"))
    return found.group() if found else ""


def room_name(conference: Conference, slot: SlotRow) -> str:
    """Return the room's name; the venue's for what takes place in no room of it, because a name must be given."""
    return plain(slot.room.name if slot.room is not None else conference.venue or _("Elsewhere"))


def room_guid(conference: Conference, room: RoomRow) -> str:
    """Return a room's lasting UUID."""
    return str(uuid.uuid5(UID_NAMESPACE, f"{conference.slug}/room/{room.id}"))


def person_guid(conference: Conference, speaker: SpeakerRow) -> str:
    """Return a speaker's lasting UUID; nothing in it comes from an e-mail address."""
    return str(uuid.uuid5(UID_NAMESPACE, f"{conference.slug}/speaker/{speaker.code}"))


def title(slot: SlotRow) -> str:
    """Return the title; these formats have no field for a cancellation, so it says so itself."""
    text = _("Cancelled: %(title)s") % {"title": slot.title} if slot.is_cancelled else slot.title
    return plain(text)


def kind(slot: SlotRow) -> str:
    """Return what kind of session it is."""
    return plain(slot.talk.type or "talk") if slot.talk is not None else str(slot.kind)


def hours(minutes: int) -> str:
    """Return minutes as "HH:MM"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
