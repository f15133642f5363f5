import pytest
from PIL import Image, ImageChops

from sandbox.demo.drawing.canvas import box, dot, mixed
from sandbox.demo.drawing.hair import STYLES
from sandbox.demo.drawing.portraits import FINAL_SIDE, draw
from sandbox.management.commands.draw_demo_portraits import described_portraits

DESCRIPTION = {
    "skin": 3,
    "hair": "bob",
    "hair_colour": "brown",
    "top": "coat",
    "colour": "sea",
    "ground": "sand",
    "extras": [],
}


def differs(first, second):
    return ImageChops.difference(first, second).getbbox() is not None


def test_a_portrait_is_the_same_each_time_and_differs_by_name():
    first = draw("ada", DESCRIPTION)

    assert first.size == (FINAL_SIDE, FINAL_SIDE)
    assert not differs(first, draw("ada", DESCRIPTION))
    assert differs(first, draw("grace", DESCRIPTION))


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_style_of_hair_can_be_drawn(style):
    drawn = draw("ada", {**DESCRIPTION, "hair": style})

    assert len(drawn.getcolors(maxcolors=FINAL_SIDE**2)) > 5


@pytest.mark.parametrize("extra", ["glasses", "dark-glasses", "beard", "stubble", "moustache", "earrings", "freckles"])
def test_an_extra_is_seen(extra):
    plain = draw("ada", {**DESCRIPTION, "hair": "crop"})

    assert differs(plain, draw("ada", {**DESCRIPTION, "hair": "crop", "extras": [extra]}))


def test_shapes_join_and_cut():
    whole, hole = box(100, 100, 900, 900), dot(500, 500, 100)

    def middle_and_edge(shape):
        return shape.mask.getpixel((512, 512)), shape.mask.getpixel((150, 150))

    assert middle_and_edge(whole) == (255, 255)
    assert middle_and_edge(whole - hole) == (0, 255)
    assert middle_and_edge(whole & hole) == (255, 0)
    assert middle_and_edge((whole - hole) + hole) == (255, 255)


def test_colours_are_mixed_by_share():
    assert mixed("#000000", "#ffffff", 0) == "#000000"
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert mixed("#000000", "#ffffff", 1) == "#ffffff"


def test_every_described_portrait_is_stored_as_a_small_square():
    described = described_portraits()

    assert len(described) == 56
    for path in described:
        with Image.open(path) as picture:
            assert picture.size == (FINAL_SIDE, FINAL_SIDE)
        assert path.stat().st_size < 12_000
