"""The picture that stands beside a link to a talk elsewhere: title, speakers, conference, in the brand's colours."""

import hashlib
import io
import json
import math
from dataclasses import asdict, dataclass

from django.core.cache import caches
from PIL import Image, ImageDraw

from cms.schedule.card_text import Edges, Face, draw_lines, drawable, shorten, wrap
from common.theme import theme_of
from conference.facts import dates_text
from conference.models import Conference
from conference.queries.schedule_rows import TalkRow

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
DESIGN = 1  # part of the digest: raise it when the drawing changes
TITLE_SIZES = (92, 80, 70, 60, 52, 46, 40)
TITLE_HEIGHT = 330
TITLE_LEADING = 1.12
SMALL = 30
NAMES = 36
KEPT_FOR = 30 * 24 * 3600
SEAT, SEAT_STEP, ROW_STEP = 20, 34, 40
FIRST_ROW, LAST_ROW = 3, 8


@dataclass(frozen=True)
class CardContent:
    """All that decides how a card looks; `digest` names it."""

    title: str
    names: str
    conference: str
    line: str
    face: str
    ground: str
    ink: str
    seats: str
    taken: str

    @property
    def digest(self) -> str:
        """The name of a card with this content."""
        data = json.dumps([DESIGN, asdict(self)], sort_keys=True)
        return hashlib.sha256(data.encode()).hexdigest()[:20]


def card_content(conference: Conference, talk: TalkRow) -> CardContent:
    """Return what a talk's card says, in the brand's light colours."""
    scheme = theme_of(conference.brand).light
    dates = dates_text(conference)
    return CardContent(
        title=" ".join(talk.title.split()),
        names=", ".join(speaker.name for speaker in talk.speakers),
        conference=conference.name,
        line=" · ".join(part for part in (dates, conference.venue) if part),
        face=conference.brand.display_font,
        ground=scheme.field.hex,
        ink=scheme.on_field.hex,
        seats=scheme.seats.free,
        taken=scheme.seats.taken,
    )


def card_png(content: CardContent) -> bytes:
    """Return the card as PNG, 1200 × 630 pixels; kept in the shared cache, because drawing takes a while."""
    key = f"card/{content.digest}"
    png = caches["pages"].get(key)
    if png is None:
        png = _draw(content)
        caches["pages"].set(key, png, timeout=KEPT_FOR)
    return png


def _draw(content: CardContent) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), content.ground)
    canvas = ImageDraw.Draw(image)
    _seats(canvas, content)
    title, text = Face(content.face), Face()
    wide = Edges(MARGIN, WIDTH - MARGIN, content.ink)
    beside_seats = Edges(MARGIN, WIDTH - (LAST_ROW + 1) * ROW_STEP, content.ink)
    draw_lines(canvas, _one_line(content.conference, text, SMALL, wide), text, SMALL, wide, top=MARGIN - 16)
    size, lines = _title(content.title, title, wide)
    draw_lines(canvas, lines, title, size, wide, top=MARGIN + 50, leading=TITLE_LEADING)
    for words, height, above in ((content.names, NAMES, 104), (content.line, SMALL, 40)):
        if drawable(words, text):
            line = _one_line(words, text, height, beside_seats)
            draw_lines(canvas, line, text, height, beside_seats, top=HEIGHT - MARGIN - above)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def _title(title: str, face: Face, edges: Edges) -> tuple[int, list[str]]:
    """The largest size at which the whole title fits; at the smallest it is cut."""
    for size in TITLE_SIZES:
        most = int(TITLE_HEIGHT / (size * TITLE_LEADING))
        lines = wrap(title, face, size, edges.width, most)
        if lines is not None:
            return size, lines
    return size, shorten(title, face, size, edges.width, most)


def _one_line(text: str, face: Face, size: int, edges: Edges) -> list[str]:
    return wrap(text, face, size, edges.width, 1) or shorten(text, face, size, edges.width, 1)


def _seats(canvas: ImageDraw.ImageDraw, content: CardContent) -> None:
    """Rows of a hall around the lower right corner, as on the front page; the seat of this talk is taken."""
    chosen = int(content.digest[:4], 16)
    number = 0
    for row in range(FIRST_ROW, LAST_ROW + 1):
        radius = row * ROW_STEP
        step = SEAT_STEP / radius
        for seat in range(math.ceil(math.pi / 2 / step)):
            start = math.pi + seat * step
            number += 1
            colour = content.taken if (number * 7919 + chosen) % 11 == 0 else content.seats
            box = (WIDTH - radius, HEIGHT - radius, WIDTH + radius, HEIGHT + radius)
            canvas.arc(box, math.degrees(start), math.degrees(start + SEAT / radius), fill=colour, width=22)
