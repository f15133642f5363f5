"""A brand's tokens: from the two colours, the face and the corners an editor picked to the CSS that every page loads.

Whatever colours are picked, text on them or in them has at least 4.5:1 and parts 3:1, in light and dark: a colour that
falls short is used darker or lighter, and `brand_notes` tells the editor so.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from common.colour import PART_CONTRAST, TEXT_CONTRAST, Colour, accessible, contrast, fit, parse_hex, text_on
from common.fonts import display_font
from common.pattern import SeatColours, seats_svg

if TYPE_CHECKING:
    from conference.models import Brand

RADII = {"none": "0", "small": "4px", "large": "14px"}
# Lightness and chroma of the grounds that help text least: --paper-soft and, in the dark, --paper-float of tokens.css.
LIGHT_GROUND = (0.956, 0.007)
DARK_GROUND = (0.25, 0.015)
# Seats need no contrast by rule (they are decoration), but they should be seen.
SEEN = 1.5


@dataclass(frozen=True)
class Scheme:
    """The colours of one colour scheme, light or dark."""

    brand: Colour
    brand_text: Colour
    accent: Colour
    accent_text: Colour
    field: Colour
    picked_accent: Colour

    @property
    def on_brand(self) -> Colour:
        """Text on a button."""
        return text_on(self.brand)

    @property
    def on_accent(self) -> Colour:
        """Text on the accent."""
        return text_on(self.accent)

    @property
    def on_field(self) -> Colour:
        """Text on the hero."""
        return text_on(self.field)

    @property
    def seats(self) -> SeatColours:
        """The hero's picture: seats a shade off the field, taken ones in the accent."""
        shade = 0.075 if self.field.lightness < 0.6 else -0.075
        candidates = (self.picked_accent, self.accent, self.on_field)
        taken = next(colour for colour in candidates if contrast(colour, self.field) >= SEEN)
        return SeatColours(
            free=self.field.with_lightness(self.field.lightness + shade).hex, taken=taken.hex, marked=self.on_field.hex
        )


@dataclass(frozen=True)
class Theme:
    """What a brand comes to. `version` changes with every change of its colours, face, corners or of this code."""

    light: Scheme
    dark: Scheme
    css: str
    version: str


def theme_of(brand: "Brand") -> Theme:
    """The theme of a brand; computed once per process and set of values."""
    return _theme(
        brand.conference.slug,
        brand.brand_colour,
        brand.accent_colour,
        brand.display_font,
        brand.corner_radius,
    )


def theme_css(brand: "Brand") -> str:
    """The brand's style sheet: custom properties only, in the layer of the tokens."""
    return theme_of(brand).css


def theme_url(brand: "Brand") -> str:
    """Address of the brand's style sheet; it changes when the look does, so it may be kept for ever."""
    return reverse("theme_css", args=[brand.conference.slug, theme_of(brand).version])


def seats_url(brand: "Brand", *, dark: bool = False) -> str:
    """Address of the conference's drawing, for light or dark pages."""
    scheme = "dark" if dark else "light"
    return reverse("theme_seats", args=[brand.conference.slug, theme_of(brand).version, scheme])


def theme_seats(brand: "Brand", *, dark: bool = False) -> str:
    """The conference's drawing as SVG text."""
    theme = theme_of(brand)
    return seats_svg(brand.conference.slug, (theme.dark if dark else theme.light).seats)


def brand_notes(brand: "Brand") -> list[str]:
    """Sentences for the editor about every colour that is shown otherwise than picked; empty when none is."""
    theme = theme_of(brand)
    notes = []
    for label, picked, light, dark in (
        (_("brand colour"), brand.brand_colour, theme.light.brand_text, theme.dark.brand_text),
        (_("accent colour"), brand.accent_colour, theme.light.accent_text, theme.dark.accent_text),
    ):
        colour = parse_hex(picked)
        for scheme, used in ((_("light"), light), (_("dark"), dark)):
            if used.hex != colour.hex:
                notes.append(
                    _("The %(label)s %(picked)s is hard to read as text on %(scheme)s pages: there it is %(used)s.")
                    % {"label": label, "picked": picked, "scheme": scheme, "used": used.hex}
                )
    return notes


@lru_cache(maxsize=64)
def _theme(slug: str, brand_colour: str, accent_colour: str, font: str, radius: str) -> Theme:
    brand, accent = parse_hex(brand_colour), parse_hex(accent_colour)
    light = _scheme(brand, accent, ground=fit(Colour(*LIGHT_GROUND, brand.hue)), field=brand)
    dark_field = fit(Colour(0.29, min(brand.chroma, 0.085), brand.hue))
    dark = _scheme(brand, accent, ground=fit(Colour(*DARK_GROUND, brand.hue)), field=dark_field)
    tokens = [
        *_tokens(brand.hue, light, dark),
        f"--radius: {RADII.get(radius, RADII['small'])};",
        f"--display: {display_font(font).stack};",
    ]
    seats = "".join(seats_svg(slug, scheme.seats) for scheme in (light, dark))
    version = hashlib.sha256("\n".join([*tokens, seats]).encode()).hexdigest()[:12]
    return Theme(light, dark, _sheet(slug, version, tokens), version)


def _scheme(brand: Colour, accent: Colour, *, ground: Colour, field: Colour) -> Scheme:
    """The colours on pages whose least helpful ground (the one nearest to the middle) is `ground`."""
    return Scheme(
        brand=accessible(brand, on=ground, ratio=PART_CONTRAST).colour,
        brand_text=accessible(brand, on=ground, ratio=TEXT_CONTRAST).colour,
        accent=accessible(accent, on=ground, ratio=PART_CONTRAST).colour,
        accent_text=accessible(accent, on=ground, ratio=TEXT_CONTRAST).colour,
        field=field,
        picked_accent=accent,
    )


def _tokens(hue: float, light: Scheme, dark: Scheme) -> list[str]:
    parts: dict[str, Callable[[Scheme], Colour]] = {
        "brand": lambda scheme: scheme.brand,
        "on-brand": lambda scheme: scheme.on_brand,
        "brand-text": lambda scheme: scheme.brand_text,
        "accent": lambda scheme: scheme.accent,
        "on-accent": lambda scheme: scheme.on_accent,
        "accent-text": lambda scheme: scheme.accent_text,
        "field": lambda scheme: scheme.field,
        "on-field": lambda scheme: scheme.on_field,
    }
    return [f"--hue: {hue:.1f};"] + [
        f"--{name}: light-dark({part(light).css}, {part(dark).css});" for name, part in parts.items()
    ]


def _sheet(slug: str, version: str, tokens: list[str]) -> str:
    light, dark = (reverse("theme_seats", args=[slug, version, scheme]) for scheme in ("light", "dark"))
    body = "\n".join(f"    {token}" for token in tokens)
    return (
        f'@layer tokens {{\n  :root {{\n{body}\n    --seats: url("{light}");\n  }}\n'
        f'  @media (prefers-color-scheme: dark) {{\n    :root {{\n      --seats: url("{dark}");\n    }}\n  }}\n}}\n'
    )
