"""Notices: a bar above every page for a while."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView

from cms.forms import FactsChecked
from cms.panels import FactsPanel
from common.scheduled import KnowsSchedules
from common.scope import ConferenceModelForm, ConferenceScopedSnippetViewSet
from conference.models import Notice


class NoticeForm(FactsChecked, ConferenceModelForm):
    """The form of a notice."""


class NoticeIndexView(KnowsSchedules, IndexView):
    """The listing."""


class NoticeViewSet(ConferenceScopedSnippetViewSet):
    """The notices of the conference."""

    model = Notice
    icon = "warning"
    menu_label = _("Notices")
    menu_order = 10
    base_form_class = NoticeForm
    index_view_class = NoticeIndexView
    list_display = ["text", "kind", "starts_at", "ends_at", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["kind", "live"]
    search_fields = ["text"]
    panels = [
        FieldPanel("text"),
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("link"), FieldPanel("link_text")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])],
            heading=_("When it is shown"),
            help_text=_("Empty: from publishing on, until it is unpublished."),
        ),
        FactsPanel(),
        PublishingPanel(),
    ]
