"""The demo's texts and tables as the blocks of a page: plain data, in the form in which pages store their content.

The names of blocks and fields are those of `cms.blocks`; this room does not import that one, so a test holds them.
"""

import re
import uuid
from collections.abc import Callable
from html import escape
from typing import Any

from conference import markdown
from conference.models import Conference, Talk
from sandbox.demo.content import Document, load_table
from sandbox.demo.pictures import Pictures
from sandbox.demo.source import unwrap

Block = dict[str, Any]
# A wrapped line inside an item of a list; unwrapping paragraphs leaves lists alone.
WRAPPED_ITEM = re.compile(r"\n {2,}(?![-*+] |\d+\. )")
KEYNOTE = "Keynote"


def block(kind: str, **value: Any) -> Block:
    """Return a block of a page's content."""
    return {"type": kind, "value": value}


def items(values: list[Any]) -> list[Block]:
    """Return the entries of a list block."""
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def rich(text: str) -> str:
    """Return Markdown as the HTML of a rich text."""
    return str(markdown.to_html(WRAPPED_ITEM.sub(" ", unwrap(text)), top_heading=1))


def text_blocks(document: Document) -> list[Block]:
    """Return the document's Markdown, a block for each heading."""
    return [block("text", heading=heading, body=rich(text)) for heading, text in document.sections]


class Content:
    """Builds the content of the demo's pages; `page_key(slug)` names a page that links lead to."""

    def __init__(self, conference: Conference, pictures: Pictures, page_key: Callable[[str], int | None]) -> None:
        self.conference = conference
        self.pictures = pictures
        self.page_key = page_key

    def of(self, document: Document) -> list[Block]:
        """Return the blocks of a page: its picture, its table, its text, and the map of the venue."""
        blocks = []
        if name := document.extra.get("picture"):
            image = self.pictures.get(name, title=document.title, alt=document.extra["picture_alt"])
            blocks.append(block("image", image=image.pk, alt_text="", decorative=False, caption="", wide=True))
        if document.table:
            blocks += getattr(self, f"_{document.table}")()
        blocks += text_blocks(document)
        if place := document.extra.get("map"):
            blocks.append(
                block("venue", heading="On the map", directions="", image=None, alt_text="", map_url=place["url"])
            )
        return blocks

    def home(self) -> list[Block]:
        """Return the front page."""
        words = load_table("site")["home"]
        actions = [
            {"label": words[f"{which}_action"], "page": self.page_key(words[f"{which}_page"]), "address": ""}
            for which in ("primary", "secondary")
        ]
        hero = block(
            "hero",
            title=words["hero_title"],
            lead=rich(words["hero_lead"]),
            actions=items(actions),
            note=words["note"],
            image=None,
        )
        reasons = "".join(f"<h3>{escape(row['title'])}</h3>{rich(row['text'])}" for row in words["reasons"])
        return [
            hero,
            block("text", heading="Why people come back", body=reasons),
            block("key_speakers", heading="Keynotes", lead="", speakers=items(self._keynote_speakers())),
            block("schedule_preview", heading="From the programme", lead="", talks=[], count=6),
            block("key_dates", heading="Dates to keep in mind", lead="", only_upcoming=True),
            *self._sponsors(texts=False),
            block(
                "call_to_action",
                heading="Come aboard",
                text="Early bird tickets until {{ early_bird_ends }}, grants until {{ grants_close }}.",
                label=words["secondary_action"],
                page=self.page_key(words["secondary_page"]),
                address="",
            ),
        ]

    def _keynote_speakers(self) -> list[int]:
        keynotes = Talk.objects.filter(conference=self.conference, is_public=True, submission_type=KEYNOTE)
        people = [person.pk for talk in keynotes.order_by("slot_start") for person in talk.speakers.all()]
        return list(dict.fromkeys(people))

    def _faq(self) -> list[Block]:
        return [block("faq", heading="What people ask", topic="")]

    def _team(self) -> list[Block]:
        members = []
        for row in load_table("team")["member"]:
            key = None
            if name := row.get("picture"):
                key = self.pictures.get(name, title=row["name"], alt=f"Drawn portrait of {row['name']}").pk
            members.append({"name": row["name"], "line": f"{row['role']}. {row['line']}", "image": key, "url": ""})
        return [block("team", heading="Who we are", lead="", members=items(members))]

    def _sponsors(self, *, texts: bool = True) -> list[Block]:
        table = load_table("sponsors")
        blocks = []
        for level in table["level"]:
            logos = [
                {
                    "name": row["name"],
                    "url": row["url"],
                    "image": self._logo(row, "").pk,
                    "dark_image": self._logo(row, "-dark").pk,
                }
                for row in table["sponsor"]
                if row["level"] == level["id"]
            ]
            blocks.append(block("logos", heading=level["name"], size=str(level["size"]), logos=items(logos)))
        if texts:
            people = (f"<p><b>{escape(row['name'])}</b><br/>{escape(row['text'])}</p>" for row in table["sponsor"])
            blocks.append(block("text", heading="Who they are", body="".join(people)))
        return blocks

    def _logo(self, row: dict[str, Any], ground: str) -> Any:
        words = f"Logo of {row['name']}" + (" for dark grounds" if ground else "")
        return self.pictures.get(f"pictures/sponsors/{row['id']}{ground}.png", title=words, alt=row["name"])
