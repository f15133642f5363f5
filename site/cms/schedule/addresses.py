"""Addresses below a schedule page. They never change: talks and speakers are named by their codes."""

import datetime as dt
from dataclasses import dataclass

from django.utils.http import urlencode

from common import serving
from conference.models import Conference


@dataclass(frozen=True)
class Addresses:
    """Makes addresses below `base`, the schedule page's own address with its slash; "" when there is no such page.

    `query` is kept by the addresses of days and views: what the visitor filtered by.
    """

    base: str
    query: str = ""

    def below(self, path: str) -> str:
        """Return the address of `path` below the page."""
        return f"{self.base}{path}" if self.base else ""

    def index(self) -> str:
        """Return the page's own address: today's or the first day."""
        return self.below("")

    def everything(self) -> str:
        """Return the address of the list of all days."""
        return self._filtered("all/")

    def unfiltered_everything(self) -> str:
        """Return the same without a filter."""
        return self.below("all/")

    def day(self, date: dt.date) -> str:
        """Return the address of one day."""
        return self._filtered(f"day/{date.isoformat()}/")

    def talks(self) -> str:
        """Return the address of the list of talks by title."""
        return self.below("talk/")

    def talk(self, code: str) -> str:
        """Return a talk's address."""
        return self.below(f"talk/{code}/")

    def talk_calendar(self, code: str) -> str:
        """Return the address of a talk's calendar file."""
        return self.below(f"talk/{code}.ics")

    def speakers(self) -> str:
        """Return the address of the list of speakers."""
        return self.below("speaker/")

    def speaker(self, code: str) -> str:
        """Return a speaker's address."""
        return self.below(f"speaker/{code}/")

    def speaker_calendar(self, code: str) -> str:
        """Return the address of the calendar file with a speaker's talks."""
        return self.below(f"speaker/{code}.ics")

    def feed(self, name: str) -> str:
        """Return the address of a feed: "schedule.json", "schedule.xml", "schedule.ics" or "changes.atom"."""
        return self.below(name)

    def stars(self, token: str = "") -> str:
        """Return the address of a shared list, or the one that makes them."""
        return self.below(f"stars/{token}/" if token else "stars/")

    def stars_calendar(self, token: str) -> str:
        """Return the address of a shared list's calendar."""
        return self.below(f"stars/{token}.ics")

    def stars_qr(self, token: str) -> str:
        """Return the address of the QR picture of a shared list."""
        return self.below(f"stars/{token}.svg")

    def feed_qr(self, kind: str) -> str:
        """Return the address of the QR picture of the feed whose name ends in `kind`."""
        return self.below(f"qr-{kind}.svg")

    def talk_picture(self, code: str, digest: str) -> str:
        """Return the address of a talk's card with this content."""
        return self.below(f"talk/{code}/card-{digest}.png")

    def _filtered(self, path: str) -> str:
        return self.below(f"{path}?{self.query}" if self.query else path)

    def with_query(self, parameters: dict[str, str]) -> "Addresses":
        """Return the same, keeping these query parameters where they are not empty."""
        return Addresses(self.base, urlencode({name: value for name, value in parameters.items() if value}))


def addresses_of(conference: Conference) -> Addresses:
    """Return the addresses below the conference's schedule page; they are empty while visitors see none.

    While a page of this conference is being served it costs nothing more, else one SQL statement.
    """
    from cms.models import SchedulePage  # noqa: PLC0415 - the model imports this module

    active = serving.current()
    if active is not None and active.conference == conference:
        page = active.tree.first("schedulepage")
        return Addresses(active.tree.url(page) if page is not None else "")
    if SchedulePage.closed_because(conference):
        return Addresses("")
    page = SchedulePage.of(conference)
    return Addresses((page.get_url() or "") if page is not None else "")
