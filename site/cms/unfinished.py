"""Tells an editor who saves or publishes a text that readers would stumble over it: empty facts, hints left standing."""

from html import unescape

from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder

from common.texts import hints_in, names_in
from conference.facts import facts_for
from conference.models import Conference

SHOWN_HINTS = 2
AFTER_SAVING = ("after_create_page", "after_edit_page", "after_create_snippet", "after_edit_snippet")


def tell(request: HttpRequest, instance: Model) -> None:
    """Add a warning for each kind of gap; nothing while the form saves by itself, which shows no messages."""
    conference = getattr(instance, "conference", None)
    if not isinstance(conference, Conference) or not request.accepts("text/html"):
        return
    if empty := empty_facts(instance, conference):
        _tell_of_facts(request, empty, conference)
    if hints := hints_in(instance):
        _tell_of_hints(request, hints)


def empty_facts(instance: Model, conference: Conference) -> list[str]:
    """Return the facts the texts name that read as nothing (one SQL statement where a text names any)."""
    names = names_in(instance)
    values = facts_for(conference) if names else {}
    return [name for name in names if name in values and not values[name].strip()]


def _tell_of_facts(request: HttpRequest, names: list[str], conference: Conference) -> None:
    text = ngettext(
        "This fact is empty, so readers find a gap in the text: %(names)s.",
        "These facts are empty, so readers find gaps in the text: %(names)s.",
        len(names),
    )
    url = AdminURLFinder(request.user).get_edit_url(conference.facts)
    buttons = [messages.button(url, _("Fill in the facts"))] if url else []
    named = ", ".join(f"{{{{ {name} }}}}" for name in names)
    messages.warning(request, text % {"names": named}, buttons=buttons)


def _tell_of_hints(request: HttpRequest, hints: list[str]) -> None:
    text = ngettext(
        "A hint in square brackets still stands in the text: %(hints)s Replace it before visitors read it.",
        "%(count)d hints in square brackets still stand in the text: %(hints)s Replace them before visitors read them.",
        len(hints),
    )
    quoted = " ".join(_("“%(hint)s”") % {"hint": unescape(hint)} for hint in hints[:SHOWN_HINTS])
    more = " …" if len(hints) > SHOWN_HINTS else ""
    messages.warning(request, text % {"count": len(hints), "hints": quoted + more})


def register() -> None:
    """Hang the warnings onto Wagtail's forms."""
    for name in AFTER_SAVING:
        hooks.register(name, tell)
