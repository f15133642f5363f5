"""Flat shapes as masks that can be joined and cut, on a square of 1000 by 1000."""

from typing import Self

from PIL import Image, ImageChops, ImageColor, ImageDraw

SIDE = 1000
FINE = 1.024  # pixels per unit while drawing; the result is made smaller, which smooths all edges
FRAME = (125, 110, 875, 860)  # the rest is cut off at the end

Box = tuple[float, float, float, float]
Points = list[tuple[float, float]]


class Shape:
    """A region of the square. ``+`` joins, ``-`` cuts away, ``&`` keeps what both cover."""

    def __init__(self, mask: Image.Image | None = None):
        pixels = round(SIDE * FINE)
        self.mask = mask or Image.new("L", (pixels, pixels))

    def __add__(self, other: Self) -> "Shape":
        return Shape(ImageChops.lighter(self.mask, other.mask))

    def __sub__(self, other: Self) -> "Shape":
        return Shape(ImageChops.subtract(self.mask, other.mask))

    def __and__(self, other: Self) -> "Shape":
        return Shape(ImageChops.darker(self.mask, other.mask))

    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.mask)


def oval(left: float, top: float, right: float, bottom: float) -> Shape:
    """Return an ellipse that fills the box."""
    shape = Shape()
    shape._pen().ellipse(_scaled(left, top, right, bottom), fill=255)
    return shape


def dot(x: float, y: float, radius: float) -> Shape:
    """Return a disc."""
    return oval(x - radius, y - radius, x + radius, y + radius)


def box(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Shape:
    """Return a rectangle with round corners."""
    shape = Shape()
    shape._pen().rounded_rectangle(_scaled(left, top, right, bottom), radius=radius * FINE, fill=255)
    return shape


def polygon(points: Points) -> Shape:
    """Return the region within the points."""
    shape = Shape()
    shape._pen().polygon([(x * FINE, y * FINE) for x, y in points], fill=255)
    return shape


def arc(bounds: Box, start: float, end: float, width: float) -> Shape:
    """Return a stroke along an ellipse, from and to an angle in degrees, clockwise from three o'clock."""
    shape = Shape()
    shape._pen().arc(_scaled(*bounds), start, end, fill=255, width=round(width * FINE))
    return shape


def line(points: Points, width: float) -> Shape:
    """Return a stroke with round joints."""
    shape = Shape()
    scaled = [(x * FINE, y * FINE) for x, y in points]
    shape._pen().line(scaled, fill=255, width=round(width * FINE), joint="curve")
    return shape


def joined(shapes: list[Shape]) -> Shape:
    """Return all shapes as one."""
    whole = Shape()
    for shape in shapes:
        whole += shape
    return whole


class Canvas:
    """A picture that is filled shape by shape."""

    def __init__(self, ground: str):
        pixels = round(SIDE * FINE)
        self.image = Image.new("RGB", (pixels, pixels), ground)

    def fill(self, shape: Shape, colour: str) -> None:
        """Paint a shape."""
        self.image.paste(ImageColor.getrgb(colour), mask=shape.mask)

    def finished(self, side: int) -> Image.Image:
        """Return the part that matters, at its final size in pixels."""
        frame = tuple(round(edge * FINE) for edge in FRAME)
        return self.image.resize((side, side), Image.Resampling.LANCZOS, box=frame)


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with that share (0 to 1) of another one in it."""
    pairs = zip(ImageColor.getrgb(colour), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _scaled(left: float, top: float, right: float, bottom: float) -> Box:
    return left * FINE, top * FINE, right * FINE, bottom * FINE
