"""Colours: from an editor's `#rrggbb` to OKLCH and back, WCAG contrast, and the nearest colour that has enough of it.

OKLCH is used because its lightness is what eyes see: raising it keeps the hue, so an adjusted brand colour still
looks like the brand. All functions are pure; no colour here has transparency.
"""

import math
import re
from dataclasses import dataclass

TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text
PART_CONTRAST = 3.0  # WCAG 2.2, 1.4.11: parts of controls and graphics
# A little more than asked for, so that rounding in a browser never falls below the line.
MARGIN = 0.05
LIGHTNESS_STEP = 0.005

RGB = tuple[float, float, float]


@dataclass(frozen=True)
class Colour:
    """A colour in OKLCH: lightness 0 to 1, chroma 0 to about 0.37, hue 0 to 360 degrees."""

    lightness: float
    chroma: float
    hue: float

    @property
    def css(self) -> str:
        """The colour as CSS writes it."""
        return f"oklch({self.lightness * 100:.2f}% {self.chroma:.4f} {self.hue:.2f})"

    @property
    def hex(self) -> str:
        """The nearest `#rrggbb`."""
        return "#" + "".join(f"{round(channel * 255):02x}" for channel in to_rgb(self))

    def with_lightness(self, lightness: float) -> "Colour":
        """The same hue lighter or darker, with as much of its chroma as a screen can show there."""
        return fit(Colour(min(max(lightness, 0.0), 1.0), self.chroma, self.hue))


@dataclass(frozen=True)
class Adjusted:
    """The answer of `accessible`: a colour to use, and whether it differs from the one asked about."""

    colour: Colour
    adjusted: bool


def parse_hex(text: str) -> Colour:
    """The colour of `#rrggbb` or `#rgb`; ValueError when the text is neither."""
    match = re.fullmatch(r"#(?:([0-9a-fA-F]{6})|([0-9a-fA-F]{3}))", text.strip())
    if not match:
        msg = f"Not a colour of the form #rrggbb: {text!r}"
        raise ValueError(msg)
    digits = match[1] or "".join(digit * 2 for digit in match[2])
    return from_rgb((int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255))


def from_rgb(rgb: RGB) -> Colour:
    """The colour of sRGB channels from 0 to 1."""
    red, green, blue = (_to_linear(channel) for channel in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Colour(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_rgb(colour: Colour) -> RGB:
    """The colour's sRGB channels from 0 to 1; what a screen cannot show is cut off."""
    return tuple(min(max(channel, 0.0), 1.0) for channel in _unbounded_rgb(colour))


def fit(colour: Colour) -> Colour:
    """The colour itself, or the strongest one of its lightness and hue that sRGB can show."""
    if _shows(colour):
        return colour
    low, high = 0.0, colour.chroma
    while high - low > 0.0005:
        middle = (low + high) / 2
        if _shows(Colour(colour.lightness, middle, colour.hue)):
            low = middle
        else:
            high = middle
    return Colour(colour.lightness, low, colour.hue)


def luminance(colour: Colour) -> float:
    """WCAG's relative luminance, 0 (black) to 1 (white), of the colour as a screen with 8 bits shows it."""
    red, green, blue = (_to_linear(round(channel * 255) / 255) for channel in to_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def accessible(colour: Colour, *, on: Colour, ratio: float = TEXT_CONTRAST) -> Adjusted:
    """The colour, or the nearest lightness of it whose contrast on the ground `on` is at least `ratio`.

    It goes away from the ground: darker on a light ground, lighter on a dark one; where that direction runs out
    before the ratio is reached, the other one is taken.
    """
    wanted = ratio + MARGIN
    if contrast(colour, on) >= wanted:
        return Adjusted(colour, adjusted=False)
    away = -LIGHTNESS_STEP if luminance(on) > 0.18 else LIGHTNESS_STEP
    for step in (away, -away):
        room = 1.0 - colour.lightness if step > 0 else colour.lightness
        for count in range(1, math.ceil(room / LIGHTNESS_STEP) + 1):
            candidate = colour.with_lightness(colour.lightness + count * step)
            if contrast(candidate, on) >= wanted:
                return Adjusted(candidate, adjusted=True)
    msg = f"No lightness reaches {ratio}:1 on {on.css}"
    raise ValueError(msg)


def text_on(ground: Colour) -> Colour:
    """Near-white or near-black in the ground's hue, whichever reads better; pure ones where a tint is not enough."""
    tint = min(ground.chroma, 0.02)
    candidates = [fit(Colour(0.985, tint / 2, ground.hue)), fit(Colour(0.2, tint, ground.hue))]
    best = max(candidates, key=lambda candidate: contrast(candidate, ground))
    if contrast(best, ground) >= TEXT_CONTRAST + MARGIN:
        return best
    return max((Colour(1, 0, 0), Colour(0, 0, 0)), key=lambda candidate: contrast(candidate, ground))


def _shows(colour: Colour) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in _unbounded_rgb(colour))


def _unbounded_rgb(colour: Colour) -> RGB:
    angle = math.radians(colour.hue)
    a, b = colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _to_gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _to_gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _to_gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _to_gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
