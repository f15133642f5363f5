"""Frequent questions."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PublishingPanel
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView

from cms.forms import FactsChecked
from cms.panels import FactsPanel
from common.scheduled import KnowsSchedules
from common.scope import ConferenceModelForm, ConferenceScopedSnippetViewSet
from conference.models import Question


class QuestionForm(FactsChecked, ConferenceModelForm):
    """The form of a question."""


class QuestionIndexView(KnowsSchedules, IndexView):
    """The listing."""


class QuestionViewSet(ConferenceScopedSnippetViewSet):
    """The frequent questions of the conference."""

    model = Question
    icon = "help"
    menu_label = _("Questions")
    menu_order = 20
    base_form_class = QuestionForm
    index_view_class = QuestionIndexView
    list_display = ["question", "topic", "order", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["topic", "live"]
    search_fields = ["question", "answer"]
    panels = [
        FieldPanel("question"),
        FieldPanel("answer"),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("order")]),
        FactsPanel(),
        PublishingPanel(),
    ]
