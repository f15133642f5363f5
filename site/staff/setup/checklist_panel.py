"""“Before going public” on the admin's front page: what is missing, each with the place where it is mended."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from conference import extension, scope
from conference.models import Conference
from staff.dashboard.exploring import may_explore
from staff.settings.tabs import tab_url, url_name


@dataclass(frozen=True)
class Item:
    """One thing to do; `url` may be "". `other_text` and `other_url` are a second way to do it."""

    text: str
    is_done: bool
    url: str
    other_text: str = ""
    other_url: str = ""


class ChecklistPanel(Component):
    """Lists the entries of `extension.checklist`; not shown once all of them are done."""

    name = "checklist"
    order = 5
    template_name = "staff/setup/checklist.html"

    def __init__(self, request: HttpRequest, conference: Conference) -> None:
        self.request = request
        self.conference = conference

    @cached_property
    def items(self) -> list[Item]:
        """All things to do, in order of their registration; linked where the place opens for this person."""
        items = [Item(*line) for ask in extension.checklist.values() for line in ask(self.conference)]
        return [replace(item, url=self._open(item.url), other_url=self._open(item.other_url)) for item in items]

    def _open(self, url: str) -> str:
        return "" if url and url.startswith(self._closed) else url

    @cached_property
    def _closed(self) -> tuple[str, ...]:
        """Where the addresses begin that answer this person with “no permission”."""
        if self.request is None:
            return ()
        tabs = (name for name, _tab in extension.settings_tabs.items())
        closed = [reverse(url_name(name)) for name in tabs if not tab_url(self.request, self.conference, name)]
        if not may_explore(self.request.user):
            closed.append(f"{reverse('wagtailadmin_home')}pages/")
        if not scope.may(self.request.user, "registration.view_tickettype", self.conference):
            closed.append(reverse("ticket_types:index"))
        return tuple(closed)

    @property
    def is_needed(self) -> bool:
        """Whether anything is still missing."""
        return any(not item.is_done for item in self.items)

    def get_context_data(self, parent_context: dict) -> dict:  # noqa: ARG002 - Wagtail's signature
        """Return the template's values."""
        return {
            "conference": self.conference,
            "items": self.items,
            "done": sum(item.is_done for item in self.items),
        }
