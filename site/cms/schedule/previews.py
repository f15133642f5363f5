"""What editors see while they write an override: the page as it will be, whatever is public yet."""

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from cms.meta import PageMeta
from cms.models import SchedulePage
from cms.schedule import details
from cms.schedule.addresses import Addresses, addresses_of
from common import serving
from conference.models import Conference, RoomOverride, SpeakerOverride, Talk, TalkOverride
from conference.models.overrides import AbstractOverride
from conference.queries.visibility import Visibility

NOT_PUBLIC = "cms/schedule/preview_not_public.html"


def talk_override(override: TalkOverride, request: HttpRequest, _mode: str) -> tuple[str, dict]:
    """Return the talk's page with the override as it stands in the form."""
    return _preview(override, request, "talk", override.talk.code)


def speaker_override(override: SpeakerOverride, request: HttpRequest, _mode: str) -> tuple[str, dict]:
    """Return the speaker's page with the override as it stands in the form."""
    return _preview(override, request, "speaker", override.speaker.code)


def room_override(override: RoomOverride, request: HttpRequest, _mode: str) -> tuple[str, dict]:
    """Return the page of a talk in this room, which tells all that is known about the room."""
    talks = Talk.objects.filter(conference=override.room.conference, is_public=True)
    talk = talks.filter(Q(room=override.room) | Q(schedule_slots__room=override.room)).first()
    return _preview(override, request, "talk", talk.code if talk else "")


def _preview(override: AbstractOverride, request: HttpRequest, kind: str, code: str) -> tuple[str, dict]:
    conference: Conference = override.parent.conference
    # only here, in memory: the editor sees the draft as if it were published at this moment
    override.live, override.updated_at = True, timezone.now()
    override.parent.override = override
    make = details.talk_context if kind == "talk" else details.speaker_context
    addresses = addresses_of(conference)
    if not addresses.base:
        addresses = Addresses("/")
    with serving.serve(request, conference):
        try:
            context = make(request, conference, addresses, code, visibility=Visibility.SCHEDULE, preview=override)
        except Http404:
            return NOT_PUBLIC, {"conference": conference, "object": override.parent}
    title = context["talk"].title if kind == "talk" else context["speaker"].name
    return f"cms/schedule/{kind}.html", {
        **context,
        "conference": conference,
        "page": SchedulePage.of(conference),
        "base_path": addresses.base,
        "meta": PageMeta(title=title, site_name=conference.name),
        "json_ld": "",
    }
