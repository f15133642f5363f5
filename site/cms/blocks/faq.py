"""Frequent questions, which editors write once as snippets."""

from itertools import groupby

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock

from cms.blocks.base import FACTS, PageBlock
from cms.richtext import filled
from conference.models import Question


class FAQBlock(PageBlock):
    """All published questions of the conference, or those of one topic; grouped by topic."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=120, default=_("Questions"))
    topic = CharBlock(
        label=_("Topic"),
        required=False,
        max_length=100,
        help_text=_("As written in the questions (menu Content › Questions). Empty: all topics."),
    )

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        """Add [(topic, items of `components/faq.html`)] (one SQL statement)."""
        context = super().get_context(value, parent_context=parent_context)
        questions = Question.objects.filter(conference=self.conference_in(context), live=True)
        if topic := (value.get("topic") or "").strip():
            questions = questions.filter(topic__iexact=topic)
        context["topics"] = [
            (name, [_item(question, context) for question in group])
            for name, group in groupby(questions.order_by("topic", "order", "pk"), key=lambda question: question.topic)
        ]
        context["names_topics"] = not topic
        return context

    class Meta:
        icon = "help"
        label = _("Questions")
        description = _("Frequent questions from the menu Content, all or those of one topic.")
        group = FACTS


def _item(question: Question, context: dict) -> dict:
    return {
        "question": filled(question.question, context),
        "answer": filled(question.answer, context, rich=True),
        "id": f"q{question.pk}",
    }
