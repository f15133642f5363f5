"""Defaults for types of session: where and when they take place when Pretalx does not say."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column, DateColumn

from common.scope import ConferenceScopedModelViewSet
from conference.models import SubmissionTypeDefault
from staff.listing import DeskIndexView
from staff.programme.base import DESK, MENU
from staff.programme.columns import room_name


class TypeDefaultIndexView(DeskIndexView):
    """The listing of defaults."""

    title_field = "submission_type"
    title_sort_key = "submission_type"
    default_ordering = "submission_type"
    search_fields = ["submission_type"]
    fetch_one = ("default_room__override",)
    empty_text = _("No defaults yet. Add one to place all sessions of a type, such as posters, in one room and time.")
    more_columns = [
        Column("room", label=_("Room"), accessor=lambda row: room_name(row.default_room)),
        DateColumn("default_date", label=_("Day"), sort_key="default_date"),
        Column("default_start_time", label=_("From")),
        Column("default_end_time", label=_("Until")),
    ]
    export_columns = {
        "type": (_("Type of session"), lambda row: row.submission_type),
        "room": (_("Room"), lambda row: room_name(row.default_room)),
        "day": (_("Day"), lambda row: row.default_date),
        "from": (_("From"), lambda row: row.default_start_time),
        "until": (_("Until"), lambda row: row.default_end_time),
    }


class TypeDefaultViewSet(ConferenceScopedModelViewSet):
    """The desk of defaults."""

    model = SubmissionTypeDefault
    name = "type_defaults"
    url_prefix = "programme/defaults"
    icon = "sliders"
    menu_label = _("Type defaults")
    menu_hook = MENU
    menu_order = 60
    desk = DESK
    index_view_class = TypeDefaultIndexView
    panels = [
        FieldPanel("submission_type"),
        FieldPanel("default_room"),
        FieldPanel("default_date"),
        FieldRowPanel([FieldPanel("default_start_time"), FieldPanel("default_end_time")]),
    ]
