"""Drawing words of any script on a card: letters our own faces lack come from the vendored ones, the rest is left out.

Lines of right-to-left scripts run from the right. Joining and ordering of letters within one face is done by Raqm; the
stretches of different faces are put in order here, which is enough for titles and names.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.contrib.staticfiles import finders
from PIL import ImageDraw, ImageFont

from common.fonts import TEXT_FONT_FILE, display_font

FOLDER = Path(__file__).resolve().parent / "fonts"
SCRIPTS = ("cyrillic", "greek", "hebrew", "arabic", "devanagari", "thai", "kana", "han", "hangul")
TITLE_WEIGHT, TEXT_WEIGHT = 700, 600
NO_LETTER = "\U0010ffff"
RIGHT_TO_LEFT = {"R", "AL"}
ELLIPSIS = "…"


@dataclass(frozen=True)
class Face:
    """The faces for one kind of text: ours first, then one per script. `key` is a display face's, "" for the text face."""

    key: str = ""

    @property
    def files(self) -> tuple[tuple[str, int | None], ...]:
        """Paths of the font files in order, with the weight of those that can vary."""
        own = display_font(self.key).file if self.key else TEXT_FONT_FILE
        weight = TITLE_WEIGHT if self.key else TEXT_WEIGHT
        found = [(finders.find(name), weight) for name in (own, own.replace("-latin.", "-latin-ext."))]
        return (
            *((path, axis) for path, axis in found if path),
            *((str(FOLDER / f"{name}.woff2"), None) for name in SCRIPTS),
        )


@dataclass(frozen=True)
class Run:
    """A stretch of one line in one face, all letters running the same way."""

    text: str
    font: ImageFont.FreeTypeFont
    is_rtl: bool

    @property
    def width(self) -> float:
        """How wide it is, in pixels."""
        return self.font.getlength(self.text, direction="rtl" if self.is_rtl else "ltr")


def wrap(text: str, face: Face, size: int, width: int, lines: int) -> list[str] | None:
    """Return `text` in at most so many lines of `width` pixels; `None` when it does not fit at this size."""
    broken: list[str] = []
    for word in _words(text):
        longer = (broken[-1] + word) if broken else word.lstrip()
        if broken and measure(longer.rstrip(), face, size) <= width:
            broken[-1] = longer
        elif measure(word.strip(), face, size) <= width:
            broken.append(word.lstrip())
        else:
            return None
    broken = [line.strip() for line in broken if line.strip()]
    return broken if len(broken) <= lines else None


def shorten(text: str, face: Face, size: int, width: int, lines: int) -> list[str]:
    """Return as much of `text` as fits, ending in an ellipsis; works for words longer than a line too."""
    kept = text
    while kept:
        pieces = wrap(kept.rstrip() + ELLIPSIS, face, size, width, lines)
        if pieces is not None:
            return pieces
        kept = kept[: min(len(kept) - 1, int(len(kept) * 0.95))]
    return []


def measure(text: str, face: Face, size: int) -> float:
    """Return the width of one line in pixels."""
    return sum(run.width for run in runs(text, face, size))


@dataclass(frozen=True)
class Edges:
    """Between which two edges, in pixels, and in which colour lines are drawn."""

    left: int
    right: int
    fill: str

    @property
    def width(self) -> int:
        """The longest line."""
        return self.right - self.left


def draw_lines(
    canvas: ImageDraw.ImageDraw,
    lines: list[str],
    face: Face,
    size: int,
    edges: Edges,
    *,
    top: int,
    leading: float = 1.2,
) -> None:
    """Draw the lines of one text; a right-to-left text begins each at the right edge. `top` is where its first one begins."""
    is_rtl = is_right_to_left(" ".join(lines))
    for number, line in enumerate(lines):
        pieces = runs(line, face, size)
        x = edges.right - sum(run.width for run in pieces) if is_rtl else edges.left
        baseline = top + size + round(number * size * leading)
        for run in reversed(pieces) if is_rtl else pieces:
            direction = "rtl" if run.is_rtl else "ltr"
            text = run.text
            if run.is_rtl != is_rtl:  # the space after it stands on its other side
                text = " " * (len(text) - len(text.rstrip())) + text.rstrip()
            canvas.text((x, baseline), text, font=run.font, fill=edges.fill, anchor="ls", direction=direction)
            x += run.width


def runs(text: str, face: Face, size: int) -> list[Run]:
    """Return the stretches of one line in reading order; letters that no face has are left out."""
    chosen: list[tuple[str, int, bool]] = []
    for letter in unicodedata.normalize("NFC", text):
        if letter == " " or (not letter.isprintable() and unicodedata.category(letter) != "Cf"):
            letter = " "  # noqa: PLW2901 - line breaks and tabs are spaces here
        follows = bool(chosen) and (letter == " " or unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"})
        if follows:
            index, is_rtl = chosen[-1][1:]
        else:
            index, is_rtl = _face_of(letter, face), unicodedata.bidirectional(letter) in RIGHT_TO_LEFT
        if index is not None:
            chosen.append((letter, index, is_rtl))
    return [
        Run("".join(letter for letter, *_rest in group), _font(face, index, size), is_rtl)
        for (index, is_rtl), group in groupby(chosen, lambda entry: entry[1:])
    ]


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction runs from the right."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction == "L" or direction in RIGHT_TO_LEFT:
            return direction != "L"
    return False


def drawable(text: str, face: Face) -> bool:
    """Return whether at least one letter of the text can be drawn."""
    return any(not letter.isspace() and _face_of(letter, face) is not None for letter in text)


def _words(text: str) -> list[str]:
    """Words with the space before them; each letter of a script without spaces may begin a line."""
    words: list[str] = []
    for letter in " ".join(text.split()):
        wide = unicodedata.east_asian_width(letter) in {"W", "F"} and letter.isalnum()
        if letter == " " or wide or not words:
            words.append(letter)
        else:
            words[-1] += letter
    return words


@lru_cache(maxsize=20_000)
def _face_of(letter: str, face: Face) -> int | None:
    for index in range(len(face.files)):
        font = _font(face, index, 40)
        if _mask(font, letter) != _mask(font, NO_LETTER):
            return index
    return None


def _mask(font: ImageFont.FreeTypeFont, letter: str) -> tuple:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(maxsize=400)
def _font(face: Face, index: int, size: int) -> ImageFont.FreeTypeFont:
    path, weight = face.files[index]
    font = ImageFont.truetype(path, size)
    if weight is not None:
        font.set_variation_by_axes([weight])
    return font
