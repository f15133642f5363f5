"""The feed of a conference's news."""

import datetime as dt

from django.contrib.syndication.views import Feed
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from cms.schedule.feeds.names import plain
from common import serving
from conference.facts import fill

LATEST = 30


class NewsFeed(Feed):
    """Atom, newest first; each entry is named by its page's key, so that a new slug makes no new entry."""

    feed_type = Atom1Feed

    def __init__(self, index: models.Model) -> None:
        self.index = index

    def get_object(self, request: HttpRequest) -> models.Model:
        """Return the list of news, remembering how addresses are made absolute."""
        self.request = request
        return self.index

    def title(self) -> str:
        """Name conference and list."""
        return plain(f"{self.index.conference.name}: {self.index.title}")

    def link(self) -> str:
        """Return the address of the list."""
        return self.index.get_full_url(self.request) or ""

    def feed_url(self) -> str:
        """Return the feed's own address."""
        return self.request.build_absolute_uri(self.index.feed_url(self.request))

    def subtitle(self) -> str:
        """Return the introduction of the list."""
        return self._filled(self.index.introduction)

    def items(self) -> models.QuerySet:
        """Return the latest news."""
        return self.index.news().defer("body")[:LATEST]

    def item_title(self, item: models.Model) -> str:
        """Return the title."""
        return plain(item.title)

    def item_description(self, item: models.Model) -> str:
        """Return the introduction; readers take it for HTML."""
        return escape(self._filled(item.introduction))

    def item_link(self, item: models.Model) -> str:
        """Return the address."""
        return item.get_full_url(self.request) or ""

    def item_guid(self, item: models.Model) -> str:
        """Return a name that never changes."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: models.Model) -> dt.datetime:
        """Return the day of the news, in the conference's zone, aware."""
        return dt.datetime.combine(item.date, dt.time(), tzinfo=timezone.get_current_timezone())

    def item_updateddate(self, item: models.Model) -> dt.datetime:
        """Return when it was last published."""
        return item.last_published_at or self.item_pubdate(item)

    def _filled(self, text: str) -> str:
        active = serving.current()
        return plain(fill(text, active.facts) if active is not None and "{{" in text else text)
