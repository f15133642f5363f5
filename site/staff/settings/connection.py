"""Tries the connection to Pretalx and says in words what was found."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference
from conference.pretalx.client import PretalxClient
from conference.pretalx.errors import PretalxError

# list of the API -> the key of its objects
LISTS = {"rooms": "id", "submissions": "code", "speakers": "code", "slots": "id"}


@dataclass(frozen=True)
class Finding:
    """What a test of the connection found: sentences, and whether an import could start."""

    works: bool
    sentences: list[str] = field(default_factory=list)


def try_connection(conference: Conference) -> Finding:
    """Ask Pretalx for the event and for the first page of each list; network, up to a few seconds."""
    try:
        client = PretalxClient.for_conference(conference)
        event = client.verify()
    except PretalxError as error:
        return Finding(works=False, sentences=[str(error)])
    return Finding(works=True, sentences=[_account(client), _event(client, event), *_lists(client)])


def _account(client: PretalxClient) -> str:
    if client.token:
        return _("The token is good: %(host)s knows this account.") % {"host": client.host}
    return _("No token: %(host)s answers as it answers everybody.") % {"host": client.host}


def _event(client: PretalxClient, event: dict) -> str:
    name = event.get("name")
    text = next(iter(name.values()), "") if isinstance(name, dict) else name
    return _("The event is “%(name)s” (%(slug)s).") % {"name": text or client.event, "slug": client.event}


def _lists(client: PretalxClient) -> Iterator[str]:
    for endpoint, key in LISTS.items():
        try:
            with closing(client.read(endpoint, key=key)) as reading:
                _read, announced = next(reading)
        except PretalxError as error:
            yield str(error)
        else:
            yield _count(endpoint, announced)


def _count(endpoint: str, count: int) -> str:
    texts = {
        "rooms": ngettext("It shows %(count)d room.", "It shows %(count)d rooms.", count),
        "submissions": ngettext(
            "It shows %(count)d proposal; it is imported if it is confirmed.",
            "It shows %(count)d proposals; the confirmed ones are imported.",
            count,
        ),
        "speakers": ngettext(
            "It shows %(count)d person; imported with a confirmed talk.",
            "It shows %(count)d people; those with a confirmed talk are imported.",
            count,
        ),
        "slots": ngettext(
            "Its schedule has %(count)d entry; imported if its talk is confirmed or it is a break.",
            "Its schedule has %(count)d entries; those of confirmed talks and the breaks are imported.",
            count,
        ),
    }
    return texts[endpoint] % {"count": count}
