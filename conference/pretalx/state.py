"""The programme as we have it, read in a fixed number of SQL statements and joined in memory.

All rows share their rooms, speakers and talks, so that a row which is about to be created can already be pointed to.
"""

from dataclasses import dataclass

from conference.models import Conference, Room, ScheduleSlot, Speaker, SubmissionTypeDefault, Talk


@dataclass
class State:
    """Every row of a conference's programme, made by hand or synced.

    `speakers_of` maps a talk's pk to its speakers, `links` (talk's pk, speaker's pk) to the pk of the row that joins them.
    """

    conference: Conference
    rooms: list[Room]
    speakers: list[Speaker]
    talks: list[Talk]
    slots: list[ScheduleSlot]
    speakers_of: dict[int, list[Speaker]]
    links: dict[tuple[int, int], int]
    type_defaults: dict[str, SubmissionTypeDefault]


def load_state(conference: Conference) -> State:
    """Read everything (six SQL statements, however large the programme is)."""
    rooms = list(conference.rooms.order_by("pk"))
    speakers = list(conference.speakers.select_related("override").order_by("pk"))
    talks = list(conference.talks.select_related("override").order_by("pk"))
    slots = list(conference.schedule_slots.order_by("pk"))
    type_defaults = {row.submission_type: row for row in conference.submission_type_defaults.all()}

    room_by_pk = {room.pk: room for room in rooms}
    talk_by_pk = {talk.pk: talk for talk in talks}
    speaker_by_pk = {speaker.pk: speaker for speaker in speakers}
    for talk in talks:
        talk.room = room_by_pk.get(talk.room_id)
    for slot in slots:
        slot.talk = talk_by_pk.get(slot.talk_id)
        slot.room = room_by_pk.get(slot.room_id)
        slot.previous_room = room_by_pk.get(slot.previous_room_id)
    for row in type_defaults.values():
        row.default_room = room_by_pk.get(row.default_room_id)

    speakers_of: dict[int, list[Speaker]] = {talk.pk: [] for talk in talks}
    links = {}
    joins = Talk.speakers.through.objects.filter(talk__conference=conference, speaker__conference=conference)
    for pk, talk_pk, speaker_pk in joins.values_list("pk", "talk_id", "speaker_id"):
        speakers_of[talk_pk].append(speaker_by_pk[speaker_pk])
        links[talk_pk, speaker_pk] = pk
    return State(conference, rooms, speakers, talks, slots, speakers_of, links, type_defaults)
