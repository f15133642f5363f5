"""Makes pages of a conference's tree for tests. All are published unless told otherwise."""

import itertools

from wagtail.models import Page

from cms.models import ContentPage, NewsIndexPage, NewsPage, SchedulePage

_numbers = itertools.count(1)


def add_page(parent: Page, model: type[Page], **values: object) -> Page:
    """Return a new page of this type below `parent`, which is read afresh so that many can be added."""
    number = next(_numbers)
    values.setdefault("title", f"{model._meta.verbose_name} {number}")
    values.setdefault("slug", f"page-{number}")
    return type(parent).objects.get(pk=parent.pk).add_child(instance=model(**values))


def add_content_page(parent: Page, **values: object) -> ContentPage:
    """Return a plain page."""
    return add_page(parent, ContentPage, **values)


def add_news_index(home: Page, **values: object) -> NewsIndexPage:
    """Return the list of news at `/news/`."""
    return add_page(home, NewsIndexPage, **{"slug": "news", "title": "News", **values})


def add_news(index: NewsIndexPage, **values: object) -> NewsPage:
    """Return one piece of news."""
    return add_page(index, NewsPage, **values)


def add_schedule_page(home: Page, **values: object) -> SchedulePage:
    """Return the schedule at `/schedule/`."""
    return add_page(home, SchedulePage, **{"slug": "schedule", "title": "Schedule", **values})
