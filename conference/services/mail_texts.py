"""What a mail says: the editors' words where they wrote some, else the ones that came with the site."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation

from conference import extension, markdown
from conference.facts import facts_for, fill
from conference.models import Conference, MailText


@dataclass(frozen=True)
class Words:
    """A mail's subject (one line) and text (Markdown), ready for `conference.services.mail.queue`."""

    subject: str
    text: str


def compose(kind: str, conference: Conference, values: Mapping[str, str]) -> Words:
    """Return the words of a mail of this kind in the conference's language.

    `values` are plain strings for the placeholders that the kind declares; the conference's facts are known as well.
    What comes from a person is escaped, so that it never becomes markup.
    """
    return fill_words(words_of(kind, conference), conference, values)


def words_of(kind: str, conference: Conference) -> Words:
    """Return the words before filling: the published ones of the editors, else the ones that came with the site."""
    own = MailText.objects.filter(conference=conference, kind=kind, live=True).first()
    if own is not None:
        return Words(own.subject, own.text)
    declared = extension.mail_kinds.get(kind)
    with translation.override(conference.language):
        return Words(str(declared.subject), str(declared.text))


def fill_words(words: Words, conference: Conference, values: Mapping[str, str]) -> Words:
    """Return the words with their placeholders replaced."""
    known = {**facts_for(conference), **values}
    escaped = {name: markdown.escape(value) for name, value in known.items()}
    return Words(fill(words.subject, known), fill(words.text, escaped))
