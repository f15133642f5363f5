"""“Before going public” on the admin's front page: what is missing, each with the place where it is mended."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from conference import extension
from conference.models import Conference


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
        """All things to do, in order of their registration."""
        return [Item(*line) for ask in extension.checklist.values() for line in ask(self.conference)]

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
