"""The ticket page is put together from the routes of several files."""

from collections import Counter

from cms.models import TicketStorefrontPage


def test_no_part_of_the_page_takes_the_name_of_another():
    parts = [part for part in TicketStorefrontPage.__bases__ if part.__module__.startswith("cms.shop.")]
    names = Counter(name for part in parts for name in vars(part) if not name.startswith("__"))
    assert len(parts) > 3
    assert [name for name, times in names.items() if times > 1] == []
