"""Colours: conversion there and back, WCAG's numbers, and the promise that an adjusted colour has enough contrast."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.colour import (
    PART_CONTRAST,
    TEXT_CONTRAST,
    Colour,
    accessible,
    contrast,
    fit,
    luminance,
    parse_hex,
    text_on,
    to_rgb,
)

# A busy machine is no fault of the colours.
unhurried = settings(deadline=None)
hex_colours = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06x}")
PAPERS = {"light": parse_hex("#f0f3f2"), "dark": parse_hex("#1d2422")}


@unhurried
@given(text=hex_colours)
def test_hex_survives_the_way_through_oklch(text):
    assert parse_hex(text).hex == text


def test_short_hex_is_the_doubled_one():
    assert parse_hex("#f80") == parse_hex("#ff8800")


@pytest.mark.parametrize("text", ["", "red", "#12", "#12345", "#gggggg", "112233", "#1122334"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError, match="Not a colour"):
        parse_hex(text)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#000000", 2.44),
    ],
)
def test_contrast_is_wcags_number_in_both_orders(one, other, ratio):
    first, second = parse_hex(one), parse_hex(other)
    assert round(contrast(first, second), 2) == ratio
    assert contrast(first, second) == contrast(second, first)


@unhurried
@given(text=hex_colours, paper=st.sampled_from(sorted(PAPERS)), ratio=st.sampled_from([TEXT_CONTRAST, PART_CONTRAST]))
def test_accessible_colour_reaches_the_ratio_on_any_paper(text, paper, ratio):
    answer = accessible(parse_hex(text), on=PAPERS[paper], ratio=ratio)

    assert contrast(answer.colour, PAPERS[paper]) >= ratio
    assert answer.adjusted == (answer.colour != parse_hex(text))


def test_most_colours_would_fail_without_adjustment():
    """Control: the property above is not true by itself."""
    colours = [parse_hex(f"#{red:02x}{green:02x}80") for red in range(0, 256, 51) for green in range(0, 256, 51)]

    failing = [colour for colour in colours if contrast(colour, PAPERS["light"]) < TEXT_CONTRAST]

    assert len(failing) == 24
    assert all(accessible(colour, on=PAPERS["light"]).adjusted for colour in failing)


def test_colour_with_enough_contrast_is_left_alone():
    green = parse_hex("#0b5d4e")
    answer = accessible(green, on=PAPERS["light"])
    assert (answer.colour, answer.adjusted) == (green, False)


def test_adjusted_colour_keeps_its_hue_and_goes_away_from_the_paper():
    yellow = parse_hex("#ffd400")
    on_light = accessible(yellow, on=PAPERS["light"]).colour
    assert on_light.hue == yellow.hue
    assert on_light.lightness < yellow.lightness

    navy = parse_hex("#14213d")
    on_dark = accessible(navy, on=PAPERS["dark"]).colour
    assert on_dark.hue == navy.hue
    assert on_dark.lightness > navy.lightness


def test_adjustment_stops_at_the_first_lightness_that_will_do():
    grey = parse_hex("#999999")
    answer = accessible(grey, on=parse_hex("#ffffff"))
    assert TEXT_CONTRAST <= contrast(answer.colour, parse_hex("#ffffff")) < TEXT_CONTRAST + 0.25


@unhurried
@given(text=hex_colours)
def test_text_on_any_ground_can_be_read(text):
    ground = parse_hex(text)
    assert contrast(text_on(ground), ground) >= TEXT_CONTRAST


@unhurried
@given(lightness=st.floats(0.1, 1), chroma=st.floats(0, 0.4), hue=st.floats(0, 360))
def test_fitted_colour_can_be_shown_without_cutting_channels(lightness, chroma, hue):
    fitted = fit(Colour(lightness, chroma, hue))
    again = parse_hex(fitted.hex)
    assert fitted.chroma <= chroma
    assert abs(again.lightness - fitted.lightness) < 0.02
    assert all(0 <= channel <= 1 for channel in to_rgb(fitted))


def test_luminance_runs_from_black_to_white():
    assert luminance(parse_hex("#000000")) == 0
    assert round(luminance(parse_hex("#ffffff")), 6) == 1
