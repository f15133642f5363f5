"""Which places name a fact: published pages and their drafts, notices, questions, mail texts."""

from collections.abc import Iterator

from django.db.models import Model
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from common.texts import names_in, strings_in
from conference import extension
from conference.facts import placeholders_in
from conference.models import Conference, MailText, Notice, Question

Place = tuple[str, str]


def in_pages(conference: Conference, slug: str) -> list[Place]:
    """Return (title, address of the form) of every page whose published text or latest draft names the fact."""
    home = getattr(conference, "home_page", None)
    if home is None:
        return []
    pages = Page.objects.descendant_of(home, inclusive=True).select_related("latest_revision").specific()
    return [
        (page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for page in pages
        if slug in _names(page)
    ]


def in_snippets(conference: Conference, slug: str) -> list[Place]:
    """Return (text, address of the form) of every notice, question and mail text that names the fact."""
    finder = AdminURLFinder()
    return [
        (str(found), finder.get_edit_url(found) or "")
        for model in (Notice, Question, MailText)
        for found in model.objects.filter(conference=conference).select_related("latest_revision")
        if slug in _names(found)
    ]


def register() -> None:
    """Fill the registry; called once when the app is ready."""
    extension.fact_uses.register("pages", in_pages)
    extension.fact_uses.register("snippets", in_snippets)


def places_of(conference: Conference, slug: str) -> list[Place]:
    """Return all places that name the fact, whichever app they belong to."""
    return [place for find in extension.fact_uses.values() for place in find(conference, slug)]


def _names(instance: Model) -> set[str]:
    """Facts named by the object itself or by its latest revision, which may be a draft."""
    return set(names_in(instance)) | set(_names_in_revision(instance))


def _names_in_revision(instance: Model) -> Iterator[str]:
    revision = instance.latest_revision
    if revision is None:
        return
    for text in strings_in(revision.content):
        yield from placeholders_in(text)
