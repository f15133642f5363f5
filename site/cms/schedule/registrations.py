"""What the schedule adds to the registries of the floors below; import it once the models are loaded."""

from cms.schedule import previews
from cms.schedule.addresses import addresses_of
from conference import extension
from conference.models import Conference
from conference.services.star_lists import purge_star_lists

DAY = 24 * 60


def register() -> None:
    """Fill the registries; called once when the app is ready."""
    extension.url_for.register("schedule", _schedule)
    extension.url_for.register("talk", _talk)
    extension.url_for.register("speaker", _speaker)
    extension.jobs.register("purge_star_lists", extension.Job(run=purge_star_lists, every_minutes=DAY))
    extension.previews.register("conference.TalkOverride", previews.talk_override)
    extension.previews.register("conference.SpeakerOverride", previews.speaker_override)
    extension.previews.register("conference.RoomOverride", previews.room_override)


def _schedule(conference: Conference) -> str:
    return addresses_of(conference).index()


def _talk(conference: Conference, *, code: str) -> str:
    return addresses_of(conference).talk(code)


def _speaker(conference: Conference, *, code: str) -> str:
    return addresses_of(conference).speaker(code)
