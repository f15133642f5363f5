"""What a mail says: the editors' words where they wrote some, else the ones that came with the site."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation

from conference import extension, links, markdown
from conference.facts import BUILT_IN, facts_for, fill, placeholders_in
from conference.models import Conference, MailText
from conference.queries.site_texts import SiteTexts

# a button without an aim, because nobody serves the page; what people typed is escaped and never looks like this
NOWHERE = re.compile(r"^\[[^\[\]\n]*\]\(\)\n*", re.MULTILINE)


@dataclass(frozen=True)
class Words:
    """A mail's subject (one line) and text (Markdown), ready for `conference.services.mail.queue`."""

    subject: str
    text: str


def compose(kind: str, conference: Conference, values: Mapping[str, str]) -> Words:
    """Return the words of a mail of this kind in the conference's language.

    `values` are plain strings for the placeholders that the kind declares; the conference's facts are known as well.
    What comes from a person is escaped, so that it never becomes markup; an address from `conference.links` is a link.
    """
    return compose_all(conference, [(kind, values)])[0]


def compose_all(conference: Conference, wanted: Sequence[tuple[str, Mapping[str, str]]]) -> list[Words]:
    """Return the words of several mails, given as (kind, values), like `compose`.

    One SQL statement, and one more when their words name a fact or a date that editors added.
    """
    raw = _words_of_all({kind for kind, _values in wanted}, conference)
    named = {name for words in raw.values() for name in placeholders_in(words.subject + words.text)}
    given = {name for _kind, values in wanted for name in values}
    facts = facts_for(conference, None if named - set(BUILT_IN) - given else SiteTexts())
    return [_filled(raw[kind], {**facts, **values}) for kind, values in wanted]


def fill_words(words: Words, conference: Conference, values: Mapping[str, str]) -> Words:
    """Return the words with their placeholders replaced."""
    return _filled(words, {**facts_for(conference), **values})


def _words_of_all(kinds: Iterable[str], conference: Conference) -> dict[str, Words]:
    """Return the words before filling: the published ones of the editors, else the ones that came with the site."""
    own = MailText.objects.filter(conference=conference, kind__in=kinds, live=True)
    found = {text.kind: Words(text.subject, text.text) for text in own}
    with translation.override(conference.language):
        for kind in set(kinds) - set(found):
            declared = extension.mail_kinds.get(kind)
            found[kind] = Words(str(declared.subject), str(declared.text))
    return found


def _filled(words: Words, known: Mapping[str, str]) -> Words:
    marked = {name: _as_markdown(value) for name, value in known.items()}
    return Words(fill(words.subject, known), NOWHERE.sub("", fill(words.text, marked)))


def _as_markdown(value: str) -> str:
    """Return a value for a Markdown text. In `<>` an address is a link by itself, and also the aim of `[words](…)`."""
    return f"<{value}>" if value and isinstance(value, links.SiteAddress) else markdown.escape(value)
