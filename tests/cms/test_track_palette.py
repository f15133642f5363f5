"""The eight track colours: apart from each other for every kind of eyes, and visible on paper, light and dark."""

import itertools
import math
import re

import pytest

from cms.stylesheets import stylesheet
from common.colour import PART_CONTRAST, Colour, contrast, from_rgb, parse_hex, to_rgb

# Machado, Oliveira, Fernandes (2009): full dichromacy, on linear RGB.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
GROUNDS = {"light": parse_hex("#eef2f0"), "dark": parse_hex("#1b2321")}
# Distance in OKLab; 0.02 is just noticeable.
APART = 0.09


def palette(scheme: str) -> list[Colour]:
    pattern = r"--track-\d: light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)"
    texts = [pair[scheme == "dark"] for pair in re.findall(pattern, stylesheet("cms/css/site.css"))]
    return [
        Colour(float(lightness.rstrip("%")) / 100, float(chroma), float(hue))
        for lightness, chroma, hue in (text.split() for text in texts)
    ]


def seen_by(colour: Colour, eyes: str) -> tuple[float, float, float]:
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in to_rgb(colour)
    ]
    mixed = [min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0), 1) for row in EYES[eyes]]
    gamma = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in mixed]
    seen = from_rgb(tuple(gamma))
    angle = math.radians(seen.hue)
    return seen.lightness, seen.chroma * math.cos(angle), seen.chroma * math.sin(angle)


def nearest(colours: list[Colour], eyes: str) -> float:
    return min(math.dist(seen_by(a, eyes), seen_by(b, eyes)) for a, b in itertools.combinations(colours, 2))


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("eyes", EYES)
def test_any_two_tracks_are_apart(scheme, eyes):
    colours = palette(scheme)
    assert len(colours) == 8
    assert nearest(colours, eyes) > APART


def test_red_and_green_of_one_lightness_would_be_found_too_near():
    """Control: the measure sees what the palette avoids."""
    red, green = parse_hex("#a05a4a"), parse_hex("#6b7040")
    assert nearest([red, green], "usual") > APART
    assert nearest([red, green], "deuteranopia") < APART


@pytest.mark.parametrize("scheme", GROUNDS)
def test_every_mark_is_visible_on_the_softer_paper(scheme):
    assert min(contrast(colour, GROUNDS[scheme]) for colour in palette(scheme)) >= PART_CONTRAST
