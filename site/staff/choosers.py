"""What Wagtail's own choosers and listings offer: pages of the staff member's conferences."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from conference import scope


def own_pages(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Return the pages at or below the front pages of the person's conferences, and those above, which lead there."""
    if request.user.is_superuser:
        return pages
    paths = (
        scope.conferences_for(request.user).filter(home_page__isnull=False).values_list("home_page__path", flat=True)
    )
    wanted = Q(pk__in=[])
    for path in paths:
        above = [path[:length] for length in range(Page.steplen, len(path), Page.steplen)]
        wanted |= Q(path__startswith=path) | Q(path__in=above)
    return pages.filter(wanted)


hooks.register("construct_page_chooser_queryset", own_pages)


@hooks.register("construct_explorer_page_queryset")
def explored_pages(_parent: Page, pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Offer the same in the page explorer and in the editors' API."""
    return own_pages(pages, request)
