"""The addresses below a schedule page, for the sitemap."""

from cms.schedule.addresses import Addresses
from conference.models import Conference
from conference.queries.schedule import load_schedule
from conference.queries.speakers import speaker_list
from conference.queries.visibility import Visibility, shows


def below(conference: Conference, full_url: str, addresses: Addresses) -> list[dict]:
    """Return what `Page.get_sitemap_urls` returns for all public days, talks and speakers; `full_url` is the page's."""
    if not addresses.base or not shows(conference, Visibility.SPEAKERS):
        return []
    absolute = Addresses(full_url)
    found = [{"location": absolute.speakers()}]
    found += [{"location": absolute.speaker(entry.speaker.code)} for entry in speaker_list(conference)]
    schedule = load_schedule(conference)
    found += [{"location": absolute.day(day.date)} for day in schedule.days]
    if schedule.talks:
        found.append({"location": absolute.talks()})
    found += [{"location": absolute.talk(talk.code), "lastmod": talk.updated_at} for talk in schedule.talks]
    return found
