"""The menu “Content”."""

from django.utils.translation import gettext_lazy as _
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.snippets.brand import BrandViewSet
from cms.snippets.facts import ConferenceFactsViewSet
from cms.snippets.flags import FeatureFlagsViewSet
from cms.snippets.mail_text import MailTextViewSet
from cms.snippets.notice import NoticeViewSet
from cms.snippets.one_each import OneEachPolicy
from cms.snippets.question import QuestionViewSet
from common.scope import register_conference_policy
from conference.models import Brand, ConferenceFacts, FeatureFlags, MailText, Notice, Question


class ContentGroup(SnippetViewSetGroup):
    """What editors change beside pages."""

    menu_label = _("Content")
    menu_name = "content"
    menu_icon = "edit"
    menu_order = 150
    items = (
        NoticeViewSet,
        QuestionViewSet,
        MailTextViewSet,
        BrandViewSet,
        ConferenceFactsViewSet,
        FeatureFlagsViewSet,
    )


def register() -> None:
    """Register policies, then the viewsets: one registered before its policy would get Wagtail's own."""
    for model in (Notice, Question, MailText):
        register_conference_policy(model)
    for model in (Brand, ConferenceFacts, FeatureFlags):
        register_permission_policy(model, OneEachPolicy(model))
    register_snippet(ContentGroup)
