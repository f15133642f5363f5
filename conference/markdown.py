"""The one way from Markdown to something shown: HTML that cannot harm, or plain text that reads well.

The texts come from editors, speakers and sponsors. Raw HTML in them is shown as text, pictures are left out (no page of
ours asks another host), and links lead only where `SCHEMES` allows. nh3 checks the result once more.
"""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = {
    *("p", "br", "strong", "em", "del", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
PUNCTUATION = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:])")
LINE_ENDS = re.compile(r"[\r\n\u2028\u2029]+")

_parser = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"]).disable(["image"])
)


def to_html(text: str, *, top_heading: int = 1) -> SafeString:
    """Return the Markdown as safe HTML; its highest heading becomes `<h{top_heading}>`. A line end is a `<br>`."""
    tokens = _parser.parse(text or "")
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + top_heading - 1)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",  # the text was written for another site
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


def to_text(text: str) -> str:
    """Return the Markdown as plain text: no marks, links written out behind their words, lists with dashes."""
    writer = _TextWriter()
    for token in _parser.parse(text or ""):
        writer.take(token)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(writer.lines)).strip() + "\n"


def escape(value: object) -> str:
    """Return a value so that it stands in Markdown as exactly these characters, on one line, never as a mark or link."""
    return PUNCTUATION.sub(r"\\\1", LINE_ENDS.sub(" ", str(value)))


def _inline_text(tokens: list[Token]) -> str:
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "link_open":
            links.append((str(token.attrGet("href") or ""), len(parts)))
        elif token.type == "link_close":
            address, start = links.pop()
            words = "".join(parts[start:])
            if address and words not in (address, address.removeprefix("mailto:")):
                parts.append(f": {address.removeprefix('mailto:')}")
    return "".join(parts)


class _TextWriter:
    """Collects the lines of the plain text; one method for each kind of token that leaves a trace in it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.lists: list[int | None] = []  # the next number of each open list, None where it has dashes
        self.row: list[str] | None = None
        self.marker = ""

    def take(self, token: Token) -> None:
        """Add what this token says."""
        handler = getattr(self, f"_{token.type}", None)
        if handler:
            handler(token)

    def _bullet_list_open(self, _token: Token) -> None:
        self.lists.append(None)

    def _ordered_list_open(self, token: Token) -> None:
        self.lists.append(int(token.attrGet("start") or 1))

    def _bullet_list_close(self, _token: Token) -> None:
        self.lists.pop()
        if not self.lists:
            self.marker = ""
            self.lines.append("")

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, _token: Token) -> None:
        number = self.lists[-1]
        self.marker = "  " * (len(self.lists) - 1) + ("- " if number is None else f"{number}. ")
        self.lists[-1] = None if number is None else number + 1

    def _tr_open(self, _token: Token) -> None:
        self.row = []

    def _tr_close(self, _token: Token) -> None:
        self.lines.append(" | ".join(self.row or []))
        self.row = None

    def _table_close(self, _token: Token) -> None:
        self.lines.append("")

    def _inline(self, token: Token) -> None:
        text = _inline_text(token.children or [])
        if self.row is not None:
            self.row.append(text)
            return
        self.lines.append(self.marker + text)
        self.marker = " " * len(self.marker)
        if not self.lists:
            self.lines.append("")

    def _fence(self, token: Token) -> None:
        self.lines += [token.content.rstrip("\n"), ""]

    _code_block = _fence

    def _hr(self, _token: Token) -> None:
        self.lines += ["-" * 20, ""]
