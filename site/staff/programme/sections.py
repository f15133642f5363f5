"""Sections: parts of the conference with dates of their own."""

from common.scope import ConferenceScopedModelViewSet
from conference.models import Section


class SectionViewSet(ConferenceScopedModelViewSet):
    """The desk of sections."""

    model = Section
    name = "sections"
    url_prefix = "programme/sections"
    icon = "folder-open-1"
    desk = "schedule"
    panels = ["name", "slug", "start_date", "end_date", "order"]
    list_display = ["name", "start_date", "end_date"]
    search_fields = ["name"]
