"""The people who speak, as visitors see them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from conference.models import Conference, Speaker, Talk
from conference.models.overrides import AbstractOverride
from conference.queries.overlays import apply_preview
from conference.queries.schedule import load_schedule, speaker_row
from conference.queries.schedule_rows import SpeakerRow
from conference.queries.talk_detail import TalkWithSlots
from conference.queries.visibility import Visibility, shows


@dataclass(frozen=True)
class SpeakerWithTitles:
    """A person of the list, with the titles of their talks (empty while talks are not public)."""

    speaker: SpeakerRow
    titles: tuple[str, ...]


@dataclass(frozen=True)
class SpeakerDetail:
    """A person with their biography and talks; `updated_at` is the last change of their own data."""

    speaker: SpeakerRow
    talks: tuple[TalkWithSlots, ...]
    updated_at: dt.datetime


def speaker_list(conference: Conference, *, visibility: str | None = None) -> tuple[SpeakerWithTitles, ...]:
    """Return all public speakers by name (two SQL statements).

    Once talks are public, only people with a public talk are listed: others have nothing to be found for.
    """
    if not shows(conference, Visibility.SPEAKERS, visibility=visibility):
        return ()
    people = (
        Speaker.objects.filter(conference=conference, is_public=True)
        .select_related("override")
        .defer("biography", "override__override_biography")
    )
    titles: defaultdict[int, list[str]] = defaultdict(list)
    talks_are_public = shows(conference, Visibility.TALKS, visibility=visibility)
    if talks_are_public:
        links = Talk.speakers.through.objects.filter(talk__conference=conference, talk__is_public=True)
        links = links.select_related("talk__override").only(
            "speaker_id", "talk__title", "talk__override__live", "talk__override__override_title",
            "talk__override__blanked_fields",
        )  # fmt: skip
        for link in links.order_by("talk__sort_name", "pk"):
            titles[link.speaker_id].append(link.talk.effective_title)
    return tuple(
        SpeakerWithTitles(speaker_row(person), tuple(titles[person.pk]))
        for person in people.order_by("sort_name", "pk")
        if not talks_are_public or titles[person.pk]
    )


def speaker_detail(
    conference: Conference,
    code: str,
    *,
    visibility: str | None = None,
    now: dt.datetime | None = None,
    preview: AbstractOverride | None = None,
) -> SpeakerDetail | None:
    """Return the speaker with their talks in the order of time (four SQL statements); `None` when there is none in public."""
    if not shows(conference, Visibility.SPEAKERS, visibility=visibility):
        return None
    person = Speaker.objects.filter(conference=conference, is_public=True, code=code).select_related("override").first()
    if person is None:
        return None
    apply_preview([person], preview)
    part = load_schedule(
        conference, texts=True, only=Q(speakers=person), visibility=visibility, now=now, preview=preview
    )
    talks = [TalkWithSlots(talk, part.slots_of(talk.code)) for talk in part.talks]
    talks.sort(key=lambda talk: talk.place_in_time)
    override = person.live_override
    updated = max(person.updated_at, override.updated_at) if override else person.updated_at
    return SpeakerDetail(speaker_row(person, texts=True), tuple(talks), updated)
