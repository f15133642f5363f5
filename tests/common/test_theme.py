"""A brand's tokens: readable whatever was picked, told to the editor, and an address that changes with the look."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from common.colour import PART_CONTRAST, TEXT_CONTRAST, Colour, contrast, fit, parse_hex
from common.fonts import DISPLAY_FONTS
from common.theme import SEEN, brand_notes, theme_css, theme_of, theme_seats, theme_url
from conference.models import Brand, Conference

# A busy machine is no fault of the colours.
unhurried = hypothesis_settings(deadline=None)
hex_colours = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06x}")
GROUND = re.compile(r"--(paper[a-z-]*): light-dark\(oklch\((\S+)% (\S+) [^)]*\)+, oklch\((\S+)% (\S+) ")


def grounds(hue: float) -> dict[str, list[Colour]]:
    """Every paper of the style sheet in the brand's hue, by scheme."""
    css = (Path(settings.ROOT) / "site/cms/styles/base/30-tokens.css").read_text(encoding="utf-8")
    found = GROUND.findall(css)
    assert [row[0] for row in found] == ["paper", "paper-soft", "paper-float"]
    return {
        "light": [fit(Colour(float(row[1]) / 100, float(row[2]), hue)) for row in found],
        "dark": [fit(Colour(float(row[3]) / 100, float(row[4]), hue)) for row in found],
    }


def make_brand(**values) -> Brand:
    return Brand(conference=Conference(name="Tidewater", slug="tidewater"), **values)


@unhurried
@given(brand_colour=hex_colours, accent_colour=hex_colours)
def test_every_pair_of_colours_is_readable_in_both_schemes(brand_colour, accent_colour):
    theme = theme_of(make_brand(brand_colour=brand_colour, accent_colour=accent_colour))
    papers = grounds(parse_hex(brand_colour).hue)

    for name, scheme in (("light", theme.light), ("dark", theme.dark)):
        for paper in papers[name]:
            assert contrast(scheme.brand_text, paper) >= TEXT_CONTRAST
            assert contrast(scheme.accent_text, paper) >= TEXT_CONTRAST
            assert contrast(scheme.brand, paper) >= PART_CONTRAST
            assert contrast(scheme.accent, paper) >= PART_CONTRAST
        assert contrast(scheme.on_brand, scheme.brand) >= TEXT_CONTRAST
        assert contrast(scheme.on_accent, scheme.accent) >= TEXT_CONTRAST
        assert contrast(scheme.on_field, scheme.field) >= TEXT_CONTRAST
        assert contrast(parse_hex(scheme.seats.taken), scheme.field) >= SEEN - 0.01


def test_hero_keeps_the_picked_colour_on_light_pages():
    assert theme_of(make_brand(brand_colour="#ffd400")).light.field.hex == "#ffd400"


def test_notes_name_each_colour_that_is_shown_otherwise():
    notes = brand_notes(make_brand(brand_colour="#ffd400", accent_colour="#14213d"))
    assert [re.search(r"#[0-9a-f]{6}", note)[0] for note in notes] == ["#ffd400", "#14213d"]
    assert ["light" in notes[0], "dark" in notes[1]] == [True, True]


def test_colour_that_reads_everywhere_needs_no_note():
    assert brand_notes(make_brand(brand_colour="#808080", accent_colour="#808080")) != []
    good = theme_of(make_brand(brand_colour="#808080")).light.brand_text
    assert all("light" not in note for note in brand_notes(make_brand(brand_colour=good.hex, accent_colour=good.hex)))


@pytest.mark.parametrize(
    "change",
    [
        {"brand_colour": "#112233"},
        {"accent_colour": "#112233"},
        {"display_font": "newsreader"},
        {"corner_radius": "none"},
    ],
)
def test_address_changes_with_the_look(change):
    assert theme_url(make_brand(**change)) != theme_url(make_brand())
    assert theme_url(make_brand()) == theme_url(make_brand())


def test_sheet_holds_tokens_only_in_their_layer():
    css = theme_css(make_brand(display_font="newsreader", corner_radius="large"))
    assert css.startswith("@layer tokens {")
    assert "--radius: 14px;" in css
    assert '--display: "Newsreader"' in css
    assert css.count("light-dark(") == 8
    names = set(re.findall(r"(--[a-z-]+):", css))
    assert names == {
        *("--hue", "--brand", "--on-brand", "--brand-text", "--accent", "--on-accent", "--accent-text"),
        *("--field", "--on-field", "--radius", "--display", "--seats"),
    }


def test_every_face_an_editor_may_choose_has_a_file_in_the_registry():
    assert set(Brand.DisplayFont.values) == set(DISPLAY_FONTS)


def test_drawing_is_the_conferences_own_and_always_the_same():
    other = Brand(conference=Conference(name="Other", slug="other"))
    assert theme_seats(make_brand()) == theme_seats(make_brand())
    assert theme_seats(make_brand()) != theme_seats(other)
    assert theme_seats(make_brand()) != theme_seats(make_brand(), dark=True)
    assert len(theme_seats(make_brand())) < 20_000
