"""What the pages of one talk, one speaker, and the lists of both show."""

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms import cache
from cms.schedule.addresses import Addresses
from cms.schedule.cards import language_name, moved_from, person_card, talk_card
from cms.schedule.zone import zone_in_words
from common import markdown
from conference.models import Conference
from conference.models.overrides import AbstractOverride
from conference.queries.schedule import next_change
from conference.queries.speakers import speaker_detail, speaker_list
from conference.queries.talk_detail import TalkWithSlots, talk_detail

DESCRIPTION_LENGTH = 200


def talk_context(
    request: HttpRequest,
    conference: Conference,
    addresses: Addresses,
    code: str,
    *,
    visibility: str | None = None,
    preview: AbstractOverride | None = None,
) -> dict:
    """Return what a talk's page needs; `Http404` when there is no such public talk.

    `preview` is an override that counts as it stands, though it is stored otherwise or not at all.
    """
    now = timezone.now()
    detail = talk_detail(conference, code, visibility=visibility, now=now, preview=preview)
    if detail is None:
        raise Http404
    talk = detail.talk
    cache.valid_until(request, next_change(detail.slots, now))
    return {
        "talk": talk,
        "language": language_name(talk.language) if talk.language else "",
        "card": talk_card(talk, addresses, detail.slots[0] if detail.slots else None),
        "slots": [
            {
                "slot": slot,
                "moved_from": moved_from(slot),
                "is_over": slot.end <= now,
                "is_on": slot.start <= now < slot.end,
            }
            for slot in detail.slots
        ],
        "abstract": markdown.to_html(talk.abstract, heading_level=2),
        "description": markdown.to_html(talk.description, heading_level=2),
        "people": [person_card(speaker, addresses) for speaker in talk.speakers],
        "others": _cards(detail.others, addresses),
        "zone": zone_in_words(conference, detail.slots[0].start if detail.slots else None),
        "addresses": addresses,
        "summary": summary(talk.abstract or talk.description),
    }


def speaker_context(
    request: HttpRequest,
    conference: Conference,
    addresses: Addresses,
    code: str,
    *,
    visibility: str | None = None,
    preview: AbstractOverride | None = None,
) -> dict:
    """Return what a speaker's page needs; `Http404` when there is no such public speaker; `preview` as above."""
    now = timezone.now()
    detail = speaker_detail(conference, code, visibility=visibility, now=now, preview=preview)
    if detail is None:
        raise Http404
    slots = tuple(slot for entry in detail.talks for slot in entry.slots)
    cache.valid_until(request, next_change(slots, now))
    return {
        "speaker": detail.speaker,
        "person": person_card(detail.speaker, addresses),
        "biography": markdown.to_html(detail.speaker.biography, heading_level=2),
        "talks": _cards(detail.talks, addresses),
        "has_times": bool(slots),
        "zone": zone_in_words(conference, slots[0].start if slots else None),
        "addresses": addresses,
        "summary": summary(detail.speaker.biography),
    }


def speakers_context(conference: Conference, addresses: Addresses, *, visibility: str | None = None) -> dict:
    """Return what the list of speakers needs; each one's line is the title of their talk, or how many they give."""
    return {
        "people": [
            person_card(entry.speaker, addresses, line=_line(entry.titles))
            for entry in speaker_list(conference, visibility=visibility)
        ],
        "addresses": addresses,
    }


def summary(text: str) -> str:
    """Return the beginning of Markdown `text` as plain words, for search engines and shared links."""
    return Truncator(markdown.to_text(text)).chars(DESCRIPTION_LENGTH)


def _line(titles: tuple[str, ...]) -> str:
    if len(titles) > 1:
        return _("%(title)s and more") % {"title": titles[0]}
    return titles[0] if titles else ""


def _cards(talks: tuple[TalkWithSlots, ...], addresses: Addresses) -> list:
    """One card per slot, so that a talk given twice is seen twice; one without a time when there is none."""
    return [talk_card(entry.talk, addresses, slot) for entry in talks for slot in (entry.slots or (None,))]
