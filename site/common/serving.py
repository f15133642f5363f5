"""What is known while one page is being answered: looked up once, then asked by menus, blocks and rich text alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone, translation
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from common.page_tree import PageTree
from common.pictures import Pictures
from conference import facts
from conference.models import Conference
from conference.queries.site_texts import SiteTexts, load_site_texts

ATTRIBUTE = "_serving"
_active: ContextVar["Serving | None"] = ContextVar("serving", default=None)


class Serving:
    """The look-ups of one answer for one conference; each costs its SQL statements when it is first asked for.

    `page` is the page that answers, where it says so.
    """

    page: Page | None = None

    def __init__(self, request: HttpRequest, conference: Conference) -> None:
        self.request = request
        self.conference = conference
        self.now = timezone.now()
        self.pictures = Pictures()

    @cached_property
    def tree(self) -> PageTree:
        """The conference's published pages (one statement)."""
        return PageTree(self.conference, self.request)

    @cached_property
    def texts(self) -> SiteTexts:
        """Notices, key dates, facts and accounts elsewhere (one statement)."""
        return load_site_texts(self.conference, now=self.now)

    @cached_property
    def facts(self) -> dict[str, str]:
        """{name: plain words} for placeholders."""
        return facts.facts_for(self.conference, self.texts)

    @cached_property
    def _documents(self) -> dict[int, AbstractDocument | None]:
        found = get_document_model().objects.filter(collection=self.conference.collection_id)
        return dict(found.only("pk", "title", "file").in_bulk())

    def document(self, pk: int) -> AbstractDocument | None:
        """Return a document: all of the conference's by one statement, one kept elsewhere by a statement of its own."""
        if pk not in self._documents:
            self._documents[pk] = get_document_model().objects.filter(pk=pk).first()
        return self._documents[pk]


def of(request: HttpRequest, conference: Conference) -> Serving:
    """Return the look-ups that belong to this request and conference."""
    serving = getattr(request, ATTRIBUTE, None)
    if serving is None or serving.conference != conference:
        serving = Serving(request, conference)
        setattr(request, ATTRIBUTE, serving)
    return serving


def current() -> Serving | None:
    """Return the look-ups of the page that is being answered in this context; `None` outside of one."""
    return _active.get()


@contextmanager
def serve(request: HttpRequest, conference: Conference | None) -> Iterator[None]:
    """Answer in the conference's language and time zone, with its look-ups at hand; leave no trace afterwards."""
    if conference is None:
        yield
        return
    token = _active.set(of(request, conference))
    try:
        with translation.override(conference.language), timezone.override(conference.tz):
            yield
    finally:
        _active.reset(token)


def page_at_hand(pk: int) -> Page | None:
    """Return a visible page of the conference being served; `None` when there is none or nothing is being served."""
    serving = current()
    return serving.tree.get(pk) if serving is not None else None
