"""Wagtail's content checker in the editor's preview, with every rule it knows."""

from django.http import HttpRequest
from wagtail.admin.userbar import BaseItem, ContentCheckerItem
from wagtail.models import Page


class EveryRule(ContentCheckerItem):
    """Runs all of axe's rules that are not experimental, and Wagtail's own."""

    axe_run_only = None


def check_by_every_rule(_request: HttpRequest, items: list[BaseItem], _page: Page | None) -> None:
    """Put the strict checker where Wagtail's own is."""
    items[:] = [EveryRule(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items]
