"""The plan for talks: matched by code, with their speakers, and placed where their first slot is."""

from dataclasses import dataclass, field
from datetime import datetime

from conference.models import Speaker, SubmissionTypeDefault, Talk
from conference.models.programme import sort_name
from conference.pretalx.diff import FieldChange, KindPlan, differences
from conference.pretalx.fetch import TALKS
from conference.pretalx.records import TalkRecord
from conference.pretalx.state import State


@dataclass
class TalkPlan(KindPlan):
    """A plan that also says who speaks: `joined` and `left` are pairs of talk and speaker."""

    joined: list[tuple[Talk, Speaker]] = field(default_factory=list)
    left: list[tuple[Talk, Speaker]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether no talk is written and nobody joins or leaves one."""
        return super().is_empty and not (self.joined or self.left)


def plan_talks(state: State, records: dict[str, TalkRecord]) -> TalkPlan:
    """What changes among the synced talks; new ones join `state.talks`."""
    existing = {talk.pretalx_code: talk for talk in state.talks if talk.pretalx_code}
    speakers = {speaker.pretalx_code: speaker for speaker in state.speakers if speaker.pretalx_code}
    plan = TalkPlan(TALKS, before=sum(talk.is_public for talk in existing.values()))
    for code, record in records.items():
        wanted = [speakers[speaker] for speaker in record.speakers if speaker in speakers]
        talk = existing.get(code)
        if talk is None:
            values = {"tags": [], "resources": [], **_values(record)}
            talk = Talk(conference=state.conference, pretalx_code=code, code=code, **values)
            plan.added.append(talk)
            state.talks.append(talk)
            plan.joined += [(talk, speaker) for speaker in wanted]
        else:
            _update(plan, talk, record, state.speakers_of[talk.pk], wanted)
    for code, talk in existing.items():
        if code not in records:
            plan.hide(talk)
    for talk in state.talks:
        if talk.pretalx_code:
            plan.set(talk, "sort_name", sort_name(talk.effective_title))
    return plan


def place_talks(state: State, plan: KindPlan) -> None:
    """Let each synced talk's room and times follow its first public slot, else the defaults of its type.

    Not reported: the slots already say what moved.
    """
    first = {}
    for slot in sorted(state.slots, key=lambda slot: (slot.start, slot.room.position if slot.room else 0)):
        if slot.is_public and slot.talk is not None:
            first.setdefault(id(slot.talk), slot)  # a new talk has no key yet
    for talk in state.talks:
        if not (talk.pretalx_code and talk.is_public):
            continue
        slot = first.get(id(talk))
        room, start, end = (slot.room, slot.start, slot.end) if slot else (None, None, None)
        default = state.type_defaults.get(talk.submission_type)
        if default is not None:
            room = room or default.default_room
            if start is None:
                start, end = default_times(default, state)
        plan.set(talk, "room", room)
        plan.set(talk, "slot_start", start)
        plan.set(talk, "slot_end", end)


def default_times(default: SubmissionTypeDefault, state: State) -> tuple[datetime | None, datetime | None]:
    """Begin and end that a type's defaults give, in the conference's time zone; (None, None) when they give none."""
    if not (default.default_date and default.default_start_time and default.default_end_time):
        return None, None
    zone = state.conference.tz
    start = datetime.combine(default.default_date, default.default_start_time, tzinfo=zone)
    end = datetime.combine(default.default_date, default.default_end_time, tzinfo=zone)
    return (start, end) if start < end else (None, None)


def _update(plan: TalkPlan, talk: Talk, record: TalkRecord, present: list[Speaker], wanted: list[Speaker]) -> None:
    fields = differences(talk, _values(record))
    for change in fields:
        setattr(talk, change.field, change.new)
    synced = [speaker for speaker in present if speaker.pretalx_code]  # speakers added by hand stay
    joined = [speaker for speaker in wanted if speaker not in synced]
    left = [speaker for speaker in synced if speaker not in wanted]
    plan.joined += [(talk, speaker) for speaker in joined]
    plan.left += [(talk, speaker) for speaker in left]
    related = []
    if joined or left:
        names = [sorted(speaker.name for speaker in group) for group in (synced, wanted)]
        related = [FieldChange("speakers", *names)]
    plan.note_update(talk, fields, *related)


def _values(record: TalkRecord) -> dict:
    values = {
        "title": record.title,
        "abstract": record.abstract,
        "description": record.description,
        "submission_type": record.submission_type,
        "track": record.track,
        "track_colour": record.track_colour,
        "duration": record.duration,
        "state": record.state,
        "language": record.language,
        "do_not_record": record.do_not_record,
        "image_url": record.image_url,
    }
    if record.tags is not None:
        values["tags"] = list(record.tags)
    if record.resources is not None:
        values["resources"] = list(record.resources)
    return values
