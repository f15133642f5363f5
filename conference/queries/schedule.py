"""The programme as visitors see it: three SQL statements, whatever its size.

Overrides are applied here: titles, texts, cancellations, and for a talk with one slot (or none) its room and time too.
A talk with several slots cannot be moved by an override, because nothing says which slot is meant.
"""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from conference.models import Conference, ScheduleSlot, Speaker, Talk
from conference.models.overrides import AbstractOverride
from conference.queries.days import day_bounds, day_of
from conference.queries.overlays import apply_preview
from conference.queries.placing import MOVE_IS_NEWS, Rooms, place
from conference.queries.schedule_rows import DayRow, RoomRow, Schedule, SlotRow, SpeakerRow, TalkRow
from conference.queries.tracks import all_tracks
from conference.queries.visibility import Visibility, shows

TRACK_COLOURS = 8
CANCELLED = frozenset({"cancelled", "canceled"})
LONG_TEXTS = ("abstract", "description", "resources", "override__override_abstract")


def load_schedule(
    conference: Conference,
    *,
    texts: bool = False,
    only: Q | None = None,
    visibility: str | None = None,
    now: dt.datetime | None = None,
    preview: AbstractOverride | None = None,
) -> Schedule:
    """Return the conference's public programme.

    `texts` also fetches the long texts. `only` limits it to some talks (breaks are then left out). `visibility` stands
    in for the conference's own in an editor's preview, where `preview` is the override as it stands in the form. `now` decides which moves are news.
    """
    if not shows(conference, Visibility.TALKS, visibility=visibility):
        return Schedule()
    now = now or timezone.now()
    stored = _stored_talks(conference, texts=texts, only=only)
    apply_preview(stored, preview)
    tracks = _tracks(stored, whole=only is None)
    speakers = _speakers_by_talk(conference, stored, only=only, preview=preview)
    talks = {talk.pk: _talk_row(talk, tracks, speakers[talk.pk], texts=texts) for talk in stored}
    in_order = tuple(sorted(talks.values(), key=lambda talk: (talk.sort_name, talk.id)))
    if not shows(conference, Visibility.SCHEDULE, visibility=visibility):
        return Schedule(talks=in_order, tracks=tracks)
    rooms = Rooms(preview)
    slots = place(conference, stored, talks, _stored_slots(conference, talks, only=only), rooms, now=now)
    return Schedule(days=_days(slots, conference), talks=in_order, rooms=_used_rooms(slots), tracks=tracks)


def next_change(slots: Iterable[SlotRow], now: dt.datetime) -> dt.datetime | None:
    """Return when a page that tells what is on now must be made anew: at the next beginning or end of a slot, or when a
    move stops being news; `None` when nothing will change by itself.
    """
    slots = tuple(slots)
    moments = itertools.chain.from_iterable((slot.start, slot.end) for slot in slots)
    moves = (slot.moved_at + MOVE_IS_NEWS for slot in slots if slot.moved_at)
    return min((moment for moment in (*moments, *moves) if moment > now), default=None)


def speaker_row(speaker: Speaker, *, texts: bool = False) -> SpeakerRow:
    """Return a speaker (with its override fetched) as visitors see them."""
    return SpeakerRow(
        id=speaker.pk,
        code=speaker.code,
        name=speaker.effective_name,
        sort_name=speaker.sort_name,
        photo_url=speaker.effective_photo_url,
        biography=speaker.effective_biography if texts else "",
    )


def _stored_talks(conference: Conference, *, texts: bool, only: Q | None) -> list[Talk]:
    talks = Talk.objects.filter(conference=conference, is_public=True)
    talks = talks.select_related("override__override_room__override", "room__override")
    if not texts:
        talks = talks.defer(*LONG_TEXTS)
    if only is not None:
        # a subquery, because `only` may follow relations that repeat a talk
        talks = talks.filter(pk__in=Talk.objects.filter(only).values("pk"))
        # the colour of a track must not depend on which talks were asked for
        talks = talks.annotate(all_tracks=all_tracks(conference))
    return list(talks.order_by("pk"))


def _stored_slots(conference: Conference, talks: dict[int, TalkRow], *, only: Q | None) -> list[ScheduleSlot]:
    slots = ScheduleSlot.objects.filter(conference=conference).order_by("start", "pk")
    slots = slots.select_related("room__override", "previous_room__override")
    if only is not None:
        slots = slots.filter(talk__in=list(talks))
    return [slot for slot in slots if slot.talk_id is None or slot.talk_id in talks]


def _speakers_by_talk(
    conference: Conference, stored: list[Talk], *, only: Q | None, preview: AbstractOverride | None
) -> defaultdict[int, list[SpeakerRow]]:
    links = Talk.speakers.through.objects.filter(speaker__is_public=True).select_related("speaker__override")
    if only is None:
        links = links.filter(talk__conference=conference, talk__is_public=True)
    else:
        links = links.filter(talk__in=[talk.pk for talk in stored])
    people: dict[int, SpeakerRow] = {}
    found: defaultdict[int, list[SpeakerRow]] = defaultdict(list)
    # the order in which they were added is the order the authors chose
    for link in links.defer("speaker__biography", "speaker__override__override_biography").order_by("pk"):
        if link.speaker_id not in people:
            apply_preview([link.speaker], preview)
            people[link.speaker_id] = speaker_row(link.speaker)
        found[link.talk_id].append(people[link.speaker_id])
    return found


def _tracks(stored: list[Talk], *, whole: bool) -> dict[str, tuple[int, str]]:
    if not stored:
        return {}
    colours = {talk.track: talk.track_colour for talk in stored} if whole else stored[0].all_tracks
    return {
        track: (position % TRACK_COLOURS + 1, colours[track])
        for position, track in enumerate(sorted(track for track in colours if track))
    }


def _talk_row(
    talk: Talk, tracks: dict[str, tuple[int, str]], speakers: Iterable[SpeakerRow], *, texts: bool
) -> TalkRow:
    override = talk.live_override
    blanked = override.blanked_fields if override is not None else ()
    track = "" if "track" in blanked else talk.track
    index, colour = tracks.get(track, (0, ""))
    return TalkRow(
        id=talk.pk,
        code=talk.code,
        title=talk.effective_title,
        sort_name=talk.sort_name,
        abstract=talk.effective_abstract if texts else "",
        description=talk.description if texts and "description" not in blanked else "",
        type=talk.submission_type,
        track=track,
        track_index=index,
        track_colour=colour,
        tags=tuple(tag for tag in talk.tags if isinstance(tag, str)),
        duration=talk.duration,
        language=talk.language,
        do_not_record=talk.do_not_record,
        resources=tuple(entry for entry in talk.resources if isinstance(entry, dict)) if texts else (),
        image_url=talk.image_url,
        is_cancelled=talk.effective_state in CANCELLED,
        speakers=tuple(speakers),
        updated_at=max(talk.updated_at, override.updated_at) if override is not None else talk.updated_at,
    )


def _days(slots: Iterable[SlotRow], conference: Conference) -> tuple[DayRow, ...]:
    by_day: defaultdict[dt.date, list[SlotRow]] = defaultdict(list)
    for slot in slots:
        by_day[slot.day].append(slot)
    return tuple(
        DayRow(date, index, *day_bounds(date, conference.tz), tuple(by_day[date]))
        for index, date in enumerate(sorted(by_day), start=1)
    )


def _used_rooms(slots: Iterable[SlotRow]) -> tuple[RoomRow, ...]:
    rooms = {slot.room.id: slot.room for slot in slots if slot.room is not None}
    return tuple(sorted(rooms.values(), key=lambda room: (room.position, room.name, room.id)))


def current_day(schedule: Schedule, conference: Conference, now: dt.datetime) -> DayRow | None:
    """Return the day to show first: today's or the next one during the event, else the first; `None` without days."""
    today = day_of(now, conference.tz)
    first, last = (schedule.days[0], schedule.days[-1]) if schedule.days else (None, None)
    if first is None or not first.date <= today <= last.date:
        return first
    return next(day for day in schedule.days if day.date >= today)
