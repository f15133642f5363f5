"""Reads a whole programme before anything is written: about twelve requests, joined here by code and id."""

from collections.abc import Collection, Generator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import ngettext

from conference.pretalx.client import LABELS, PretalxClient
from conference.pretalx.errors import MissingListError
from conference.pretalx.records import (
    RoomRecord,
    SlotRecord,
    SpeakerRecord,
    TalkRecord,
    colour_of,
    named,
    room_record,
    slot_record,
    speaker_record,
    tag_name,
    talk_record,
)

ROOMS, SPEAKERS, TALKS, SLOTS = KINDS = ("rooms", "speakers", "talks", "slots")

Steps = Generator["Progress", None, object]


class Progress(NamedTuple):
    """What is being done, how much of it is done, and of how much (0: not known yet)."""

    step: str
    done: int = 0
    total: int = 0


@dataclass
class Programme:
    """What Pretalx says. A kind that was not asked for is None. `released`: there is a published schedule."""

    rooms: dict[int, RoomRecord] | None = None
    speakers: dict[str, SpeakerRecord] | None = None
    talks: dict[str, TalkRecord] | None = None
    slots: list[SlotRecord] | None = None
    released: bool = True
    notes: list[str] = field(default_factory=list)


def fetch_programme(client: PretalxClient, *, language: str, kinds: Collection[str] = KINDS) -> Steps:
    """Yields Progress and returns a Programme of the given kinds: complete, or a PretalxError is raised.

    `language` is the one preferred where Pretalx has several; the event's own comes next.
    """
    return _Reader(client, language).read(kinds)


class _Reader:
    def __init__(self, client: PretalxClient, language: str):
        self.client = client
        self.language = language
        self.programme = Programme()

    def read(self, kinds: Collection[str]) -> Steps:
        yield Progress(str(LABELS[""]))
        event = self.client.verify()
        self.languages = [self.language, str(event.get("locale") or "en"), "en"]
        if ROOMS in kinds:
            yield from self._rooms()
        if {SPEAKERS, TALKS} & set(kinds):
            confirmed = yield from self._confirmed()
            if TALKS in kinds:
                yield from self._talks(confirmed)
            if SPEAKERS in kinds:
                yield from self._speakers(confirmed)
        if SLOTS in kinds:
            yield from self._slots()
        return self.programme

    def _list(self, endpoint: str, **options) -> Steps:
        step = str(LABELS[endpoint])
        yield Progress(step)
        reading = self.client.read(endpoint, **options)
        while True:
            try:
                yield Progress(step, *next(reading))
            except StopIteration as end:
                return end.value

    def _rooms(self) -> Steps:
        raw_rooms = yield from self._list("rooms")
        records = [room_record(raw, self.languages) for raw in raw_rooms]
        self.programme.rooms = {record.id: record for record in records if record}
        self._note_unusable(records)

    def _confirmed(self) -> Steps:
        """The confirmed talks. Tags and material come expanded, because without a token they have no list of their own."""
        try:
            talks = yield from self._list("submissions", key="code", params={"expand": "tags,resources"})
        except MissingListError:
            talks = yield from self._list("submissions", key="code")
        return [raw for raw in talks if raw.get("state") == "confirmed"]

    def _talks(self, confirmed: list[dict]) -> Steps:
        raw_tracks = yield from self._list("tracks")
        raw_types = yield from self._list("submission-types")
        tracks, types = named(raw_tracks, self.languages, colour_of), named(raw_types, self.languages)
        tag_names = yield from self._tag_names(confirmed)
        records = [talk_record(raw, self.languages, types, tracks, tag_names) for raw in confirmed]
        self.programme.talks = {record.code: record for record in records if record}
        self._note_unusable(records)

    def _tag_names(self, confirmed: list[dict]) -> Steps:
        """Names of the public tags, when talks carry only their ids and the token lets us ask."""
        only_ids = any(isinstance(tag, int) for raw in confirmed for tag in raw.get("tags") or [])
        if not only_ids or not self.client.token:
            return None
        raw_tags = yield from self._list("tags")
        return {raw["id"]: tag_name(raw, self.languages) for raw in raw_tags}

    def _speakers(self, confirmed: list[dict]) -> Steps:
        """Those who speak in a confirmed talk: a token also shows everybody whose proposal was declined."""
        wanted = {code for raw in confirmed for code in raw.get("speakers") or [] if isinstance(code, str)}
        raw_speakers = yield from self._list("speakers", key="code")
        records = [speaker_record(raw) for raw in raw_speakers if raw["code"] in wanted]
        self.programme.speakers = {record.code: record for record in records if record}
        self._note_unusable(records)

    def _slots(self) -> Steps:
        """The released schedule. With a token a missing release looks like an empty one, so the releases are asked first."""
        releases = yield from self._list("schedules")
        self.programme.released = any(raw.get("published") for raw in releases)
        if self.programme.released:
            raw_slots = yield from self._list("slots")
            records = [slot_record(raw, self.languages) for raw in raw_slots]
            self.programme.slots = [record for record in records if record]

    def _note_unusable(self, records: list) -> None:
        unusable = records.count(None)
        if unusable:
            self.programme.notes.append(
                ngettext(
                    "%(count)d entry of Pretalx could not be used.",
                    "%(count)d entries of Pretalx could not be used.",
                    unusable,
                )
                % {"count": unusable}
            )
