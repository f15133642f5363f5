"""How notices and questions look to visitors, for an editor's preview."""

from django.http import HttpRequest

from cms.richtext import filled
from common.context_processors import site_context
from common.site_context import NoticeBar
from conference import extension
from conference.models import Notice, Question


def notice(found: Notice, request: HttpRequest, _mode: str) -> tuple[str, dict]:
    """Show the bar on an empty page, whenever it is to be shown."""
    context = _for(found, request)
    bar = NoticeBar(found.kind, str(filled(found.text, context)), found.link, found.link_text)
    return "cms/previews/notice.html", {"notice": bar}


def question(found: Question, request: HttpRequest, _mode: str) -> tuple[str, dict]:
    """Show question and answer as on a page."""
    context = _for(found, request)
    item = {
        "question": filled(found.question, context),
        "answer": filled(found.answer, context, rich=True),
        "id": f"q{found.pk}",
    }
    return "cms/previews/question.html", {"items": [item], "topic": found.topic}


def register() -> None:
    """Fill the registry; called once when the app is ready."""
    extension.previews.register(Notice._meta.label, notice)
    extension.previews.register(Question._meta.label, question)


def _for(found: Notice | Question, request: HttpRequest) -> dict:
    """Make the frame that of the object's conference, public or not."""
    request.is_preview = True
    request.conference = found.conference
    return site_context(request)
