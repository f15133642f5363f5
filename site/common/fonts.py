"""The typefaces that come with the site: one quiet face for text, and the faces for headings a brand may choose."""

from dataclasses import dataclass

FOLDER = "vendor/fonts"
TEXT_FONT_FILE = f"{FOLDER}/hanken-grotesk-latin.woff2"


@dataclass(frozen=True)
class DisplayFont:
    """A face for headings: its CSS stack (with the size-adjusted fallback of fonts.css) and its file for preloading."""

    stack: str
    file: str


DEFAULT_DISPLAY_FONT = "bricolage"
# The keys are those of conference.models.Brand.DisplayFont.
DISPLAY_FONTS = {
    "bricolage": DisplayFont(
        stack='"Bricolage Grotesque", "Bricolage Fallback", sans-serif',
        file=f"{FOLDER}/bricolage-grotesque-latin.woff2",
    ),
    "newsreader": DisplayFont(
        stack='"Newsreader", "Newsreader Fallback", serif', file=f"{FOLDER}/newsreader-latin.woff2"
    ),
    "anybody": DisplayFont(stack='"Anybody", "Anybody Fallback", sans-serif', file=f"{FOLDER}/anybody-latin.woff2"),
}


def display_font(key: str) -> DisplayFont:
    """The face of that key; the default one for an unknown or empty key."""
    return DISPLAY_FONTS.get(key, DISPLAY_FONTS[DEFAULT_DISPLAY_FONT])
