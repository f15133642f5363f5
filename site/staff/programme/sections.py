"""Sections: parts of the conference with dates of their own, such as tutorials, talks and sprints."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn

from common.scope import ConferenceScopedModelViewSet
from conference.models import Section
from staff.listing import DeskIndexView
from staff.programme.base import DESK, MENU


class SectionIndexView(DeskIndexView):
    """The listing of sections."""

    title_field = "name"
    title_sort_key = "name"
    default_ordering = "order"
    search_fields = ["name"]
    empty_text = _("No sections yet. Add one for each part with dates of its own: tutorials, talks, sprints.")
    more_columns = [
        DateColumn("start_date", label=_("First day"), sort_key="start_date"),
        DateColumn("end_date", label=_("Last day"), sort_key="end_date"),
        Column("order", label=_("Order"), sort_key="order"),
    ]
    export_columns = {
        "name": (_("Name"), lambda section: section.name),
        "first_day": (_("First day"), lambda section: section.start_date),
        "last_day": (_("Last day"), lambda section: section.end_date),
    }


class SectionViewSet(ConferenceScopedModelViewSet):
    """The desk of sections."""

    model = Section
    name = "sections"
    url_prefix = "programme/sections"
    icon = "folder-open-1"
    menu_hook = MENU
    menu_order = 50
    desk = DESK
    index_view_class = SectionIndexView
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
        FieldPanel("order"),
    ]
