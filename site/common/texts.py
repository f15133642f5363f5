"""The words inside pages and blocks, for looking up which facts they name and which hints still stand in them."""

import re
from collections.abc import Iterator

from django.db import models
from wagtail.fields import StreamField

from conference.facts import placeholders_in

# What a new site’s drafts tell editors to write: a paragraph of its own in square brackets.
HINT = re.compile(r"<p[^>]*>\s*\[([^\[\]<]+)\]\s*</p>")
# Not words for readers: names in addresses and the like.
NO_TEXT = frozenset({"slug", "url_path", "path", "draft_title", "translation_key", "latest_revision"})


def strings_in(value: object) -> Iterator[str]:
    """Yield every string in nested lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings_in(inner)


def texts_of(instance: models.Model) -> Iterator[tuple[str, str]]:
    """Yield (field name, text) for every text of an object, those in its blocks included."""
    for field in instance._meta.fields:
        if field.name in NO_TEXT:
            continue
        if isinstance(field, StreamField):
            prepared = field.stream_block.get_prep_value(getattr(instance, field.name))
            for text in strings_in(prepared):
                yield field.name, text
        elif isinstance(field, models.CharField | models.TextField):
            yield field.name, str(getattr(instance, field.name) or "")


def names_in(instance: models.Model) -> dict[str, list[str]]:
    """Return {fact name: names of the fields that use it}."""
    found: dict[str, list[str]] = {}
    for name, text in texts_of(instance):
        for fact in placeholders_in(text):
            fields = found.setdefault(fact, [])
            if name not in fields:
                fields.append(name)
    return found


def hints_in(instance: models.Model) -> list[str]:
    """Return the hints that nobody has replaced by words for readers yet."""
    return [hint for _name, text in texts_of(instance) for hint in HINT.findall(text)]
