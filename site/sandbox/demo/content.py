"""The demo's pages, news and tables, read from their files; the README beside this file says what is in them."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.demo.source import FOLDER, read_toml, unwrap

FENCE = "+++"
DATE_PREFIX = re.compile(r"^\d{4}-\d\d-\d\d-")


class ContentError(ValueError):
    """A file has no front matter, or lacks what every page needs."""


@dataclass(frozen=True)
class Document:
    """One page or news post.

    ``body`` is Markdown with `##` headings; ``table`` names the table that belongs on the page; ``date`` is aware and
    set for news only; ``extra`` holds whatever else the front matter says.
    """

    slug: str
    title: str
    description: str
    body: str
    lead: str = ""
    table: str = ""
    author: str = ""
    date: datetime | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The body cut at its headings: (heading, Markdown); text before the first heading has an empty one."""
        parts = [("", [])]
        for paragraph in self.body.split("\n\n"):
            if paragraph.startswith("## "):
                heading, _, rest = paragraph.removeprefix("## ").partition("\n")
                parts.append((heading.strip(), [rest] if rest else []))
            else:
                parts[-1][1].append(paragraph)
        return [(heading, "\n\n".join(texts)) for heading, texts in parts if heading or any(texts)]


def load_document(path: Path) -> Document:
    """Read a Markdown file with TOML front matter between lines of ``+++``."""
    start, _, rest = path.read_text(encoding="utf-8").partition(FENCE + "\n")
    front, fence, body = rest.partition("\n" + FENCE + "\n")
    if start or not fence:
        message = f"{path.name}: no front matter between two lines of {FENCE}."
        raise ContentError(message)
    values = tomllib.loads(front)
    missing = [name for name in ("title", "description") if not values.get(name)]
    if missing:
        message = f"{path.name}: the front matter lacks {', '.join(missing)}."
        raise ContentError(message)
    known = {
        name: values.pop(name) for name in ("title", "description", "lead", "table", "author", "date") if name in values
    }
    slug = values.pop("slug", DATE_PREFIX.sub("", path.stem))
    return Document(slug=slug, body=unwrap(body), extra=values, **known)


def load_pages() -> dict[str, Document]:
    """Return all pages by slug."""
    documents = [load_document(path) for path in sorted((FOLDER / "pages").glob("*.md"))]
    return {document.slug: document for document in documents}


def load_news() -> list[Document]:
    """Return all news posts, newest first."""
    documents = [load_document(path) for path in (FOLDER / "news").glob("*.md")]
    return sorted(documents, key=lambda document: document.date, reverse=True)


def load_table(name: str) -> dict[str, Any]:
    """Return a table such as "site", "team", "faq", "sponsors", "tickets", "key_dates" or "notices"."""
    return read_toml(FOLDER / "tables" / f"{name}.toml")


def picture(name: str) -> Path:
    """Return the path of a picture named like ``pictures/logo/halyard.png``; a missing one is a ``ContentError``."""
    path = FOLDER / name
    if not path.is_file():
        message = f"There is no picture {name}."
        raise ContentError(message)
    return path
