"""How notices, questions and mails look to their readers, for an editor's preview."""

from django.http import HttpRequest
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.richtext import filled
from common.context_processors import site_context
from common.site_context import NoticeBar
from conference import extension, links
from conference.mail_frame import frame_context
from conference.models import MailText, Notice, Question
from conference.services.mail_texts import Words, fill_words


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


def mail_text(found: MailText, _request: HttpRequest, _mode: str) -> tuple[str, dict]:
    """Show the mail as its readers get it, with the meaning of each placeholder in its place."""
    conference = found.conference
    with translation.override(conference.language):
        kind = extension.mail_kinds.get(found.kind) if found.kind in extension.mail_kinds else None
        samples = {name: f"‹{meaning}›" for name, meaning in kind.placeholders.items()} if kind else {}
        if "link" in samples:
            # where it leads differs from mail to mail; that it is a link, or a button, shall be seen
            samples["link"] = links.SiteAddress(links.root_of(conference))
        words = fill_words(Words(found.subject, found.text), conference, samples)
        context = frame_context(words.text, subject=words.subject, conference=conference)
        subject = format_html("<p>{}: <strong>{}</strong></p><hr>", _("Subject"), words.subject)
    return "emails/frame.html", {**context, "body": subject + context["body"]}


def register() -> None:
    """Fill the registry; called once when the app is ready."""
    extension.previews.register(Notice._meta.label, notice)
    extension.previews.register(Question._meta.label, question)
    extension.previews.register(MailText._meta.label, mail_text)


def _for(found: Notice | Question, request: HttpRequest) -> dict:
    """Make the frame that of the object's conference, public or not."""
    request.is_preview = True
    request.conference = found.conference
    return site_context(request)
