"""Where a page lies in the tree."""

from wagtail.models import Page

from common import serving
from common.page_tree import MenuItem


def breadcrumbs(page: Page) -> list[MenuItem]:
    """Return links to the pages above, without the front page; empty on the first level and outside of serving."""
    active = serving.current()
    if active is None or active.tree.home is None or not page.path:
        return []
    above = (found for found in active.tree.pages.values() if page.path.startswith(found.path) and found.pk != page.pk)
    return [MenuItem(found.title, active.tree.url(found)) for found in above if found.pk != active.tree.home.pk]
