"""One talk with everything its page shows."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from conference.models import Conference, Talk
from conference.models.overrides import AbstractOverride
from conference.queries.schedule import load_schedule
from conference.queries.schedule_rows import SlotRow, TalkRow
from conference.queries.visibility import Visibility, shows


@dataclass(frozen=True)
class TalkWithSlots:
    """A talk and when it takes place: no slot before there is a schedule, sometimes several."""

    talk: TalkRow
    slots: tuple[SlotRow, ...]

    @property
    def place_in_time(self) -> tuple[bool, float, str]:
        """What to sort by: the first start, talks without a time last, by name where times are equal."""
        starts = [slot.start.timestamp() for slot in self.slots]
        return not starts, min(starts, default=0.0), self.talk.sort_name


@dataclass(frozen=True)
class TalkDetail(TalkWithSlots):
    """A talk with its texts, its slots, and the other talks of its speakers."""

    others: tuple[TalkWithSlots, ...]


def talk_detail(
    conference: Conference,
    code: str,
    *,
    visibility: str | None = None,
    now: dt.datetime | None = None,
    preview: AbstractOverride | None = None,
) -> TalkDetail | None:
    """Return the talk (three SQL statements); `None` when there is no such public talk."""
    if not shows(conference, Visibility.TALKS, visibility=visibility):
        return None
    speakers = Talk.speakers.through.objects.filter(
        talk__conference=conference, talk__code=code, speaker__is_public=True
    )
    wanted = Q(code=code) | Q(conference=conference, speakers__in=speakers.values("speaker"))
    part = load_schedule(conference, texts=True, only=wanted, visibility=visibility, now=now, preview=preview)
    talk = next((talk for talk in part.talks if talk.code == code), None)
    if talk is None:
        return None
    others = [TalkWithSlots(other, part.slots_of(other.code)) for other in part.talks if other.code != code]
    return TalkDetail(talk, part.slots_of(code), tuple(sorted(others, key=lambda other: other.place_in_time)))
